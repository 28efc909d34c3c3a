"""Figures of merit of moving pictures: how steady, how late, how detailed, how true to the face.

Each is a pure function of pictures, (H, W, 3) uint8, that follow one another; it knows neither
models nor faces. `off` is a clip whose frames were each stylized alone, `on` the same clip made
steady in time.
"""
