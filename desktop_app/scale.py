"""The lengths of the one visual language: distances, corners, icons, and sizes of type.

Pixels are Qt's, which it scales for fine screens. Type follows the font of the desktop, so that
who set it larger reads ours larger, too.
"""

GAP_XS, GAP_S, GAP_M, GAP_L, GAP_XL = 4, 8, 12, 16, 24  # between parts, and around them
DIALOG = (GAP_XL, GAP_XL, GAP_XL, GAP_L)  # around what a dialog holds: left, top, right, bottom

RADIUS_S, RADIUS_M, RADIUS_L = 6, 8, 12  # of menu items and badges; of controls; of cards
PICTURE_RADIUS = 10

ICON_S, ICON_M, ICON_L = 16, 20, 36  # in a line of text; on buttons; on cards

# Shares of the desktop's own size of type.
SMALL, BODY, SECTION, TITLE = 0.92, 1.0, 1.0, 1.3  # a section's heading is bold instead
