"""What smoothing in time does to a clip: `vtoonify-rt bench --quality`.

The clip is stylized twice in the same pass, with smoothing off and on, so that both see the same
frames, landmarks and crops; the frames are compared as the user gets to see them.
"""
