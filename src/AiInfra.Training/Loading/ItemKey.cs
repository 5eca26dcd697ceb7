namespace AiInfra.Training.Loading;

/// <summary>An item to load.</summary>
/// <param name="Row">Its number, from 0.</param>
/// <param name="Epoch">Epoch from 0.</param>
/// <param name="Seed">For what is random about it, such as an augmentation: the same for the same row of the same epoch, whatever else is loaded and by how many.</param>
public readonly record struct ItemKey(long Row, long Epoch, long Seed);
