"""What all documents share to the eye: styles, the motif of houses, QR codes and charts."""
