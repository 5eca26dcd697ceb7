using System.Globalization;

namespace AiInfra.Training.Export;

/// <summary>Compares what a model and its export answered.</summary>
public static class ExportComparison
{
    /// <summary>Both outputs are of one shape.</summary>
    /// <param name="output">Its name, for messages.</param>
    /// <param name="expected">The model's.</param>
    /// <param name="actual">The export's.</param>
    /// <exception cref="OnnxExportException">They differ.</exception>
    public static void CheckShape(string output, ReadOnlySpan<long> expected, IReadOnlyList<long> actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        if (!expected.SequenceEqual([.. actual]))
        {
            throw new OnnxExportException($"Output '{output}' is of shape [{string.Join(", ", actual)}] in the export and [{string.Join(", ", expected.ToArray())}] in the model.");
        }
    }

    /// <summary>Both answers are the same but for rounding; not a number and infinity are equal to themselves.</summary>
    /// <param name="output">Its name, for messages.</param>
    /// <param name="expected">What the model says.</param>
    /// <param name="actual">What the export says.</param>
    /// <param name="tolerance">How far a value may be off, as a share of it where it is beyond 1.</param>
    /// <exception cref="OnnxExportException">They differ; the message names the first value that does.</exception>
    public static void Check(string output, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        if (expected.Length != actual.Length)
        {
            throw new OnnxExportException($"Output '{output}' has {actual.Length} values in the export and {expected.Length} in the model.");
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - actual[i]);
            bool same = expected[i].Equals(actual[i]) || difference <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            if (!same)
            {
                throw new OnnxExportException(string.Create(CultureInfo.InvariantCulture, $"The exported model answers otherwise: value {i} of '{output}' is {actual[i]:R} there and {expected[i]:R} in the model (tolerance {tolerance})."));
            }
        }
    }
}
