"""The life of a network: its members, messages, meetings, measures, coordinators; merged, split, wound up."""
