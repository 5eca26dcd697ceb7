namespace AiInfra.Learning;

/// <summary>Which labelled rows a retraining learns from.</summary>
/// <param name="Name">Name, for reports.</param>
/// <param name="Rows">The newest so many; null takes all that are kept.</param>
/// <param name="HalfLife">A row counts half as much as one that came so many rows later; null counts all alike.</param>
public sealed record TrainingWindow(string Name, int? Rows = null, double? HalfLife = null)
{
    /// <summary>Place of the first labelled row to take; null takes them by number.</summary>
    internal long? Since { get; init; }

    internal float[]? Weights(int rows)
    {
        if (HalfLife is not { } half)
        {
            return null;
        }

        var weights = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            weights[i] = (float)Math.Pow(0.5, (rows - 1 - i) / half);
        }

        return weights;
    }
}
