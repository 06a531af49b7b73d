"""The blueprint to which all pages of a resident belong."""

from flask import Blueprint

blueprint = Blueprint("resident", __name__)
