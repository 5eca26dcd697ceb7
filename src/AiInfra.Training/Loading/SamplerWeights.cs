namespace AiInfra.Training.Loading;

/// <summary>What weights of rows must be.</summary>
internal static class SamplerWeights
{
    /// <returns>How many are above 0.</returns>
    /// <exception cref="ArgumentException">They can't be drawn by.</exception>
    public static long Check(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        long drawn = 0;
        for (int i = 0; i < weights.Count; i++)
        {
            if (!double.IsFinite(weights[i]) || weights[i] < 0)
            {
                throw new ArgumentException($"The weight of row {i} is {weights[i]}; weights are finite numbers from 0 on.", nameof(weights));
            }

            drawn += weights[i] > 0 ? 1 : 0;
        }

        return drawn > 0 ? drawn : throw new ArgumentException($"None of {weights.Count} rows has a weight above 0, so there is none to draw.", nameof(weights));
    }
}
