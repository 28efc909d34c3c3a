"""The starter model that ships with the app."""
