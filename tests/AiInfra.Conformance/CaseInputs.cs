using System.Text.Json;

namespace AiInfra.Conformance;

/// <summary>Inputs that files call by one of several names.</summary>
internal static class CaseInputs
{
    public static double[] Column(this ReferenceCase c, params string[] names) =>
        c.Optional(names) ?? throw new KeyNotFoundException($"the input '{names[0]}' is missing");

    public static double[]? Optional(this ReferenceCase c, params string[] names) => Found(c, names) is { } name ? c.Numbers(name) : null;

    public static double[][]? OptionalMatrix(this ReferenceCase c, params string[] names) => Found(c, names) is { } name ? c.Matrix(name) : null;

    /// <summary>A column, or a matrix row by row with the width of its rows; null when there is none.</summary>
    public static double[]? Flat(this ReferenceCase c, out int width, params string[] names)
    {
        width = 1;
        if (Found(c, names) is not { } name)
        {
            return null;
        }

        JsonElement rows = c.Inputs.GetProperty(name);
        if (rows.GetArrayLength() == 0 || rows[0].ValueKind != JsonValueKind.Array)
        {
            return c.Numbers(name);
        }

        double[][] matrix = c.Matrix(name);
        width = matrix[0].Length;
        return [.. matrix.SelectMany(r => r)];
    }

    /// <summary>The weights of the rows, in the inputs or the parameters; empty when there are none.</summary>
    public static double[] Weights(this ReferenceCase c)
    {
        string[] names = ["sampleWeight", "sampleWeights", "weights", "weight", "sample_weight", "w"];
        if (c.Optional(names) is { } weights)
        {
            return weights;
        }

        foreach (string name in names)
        {
            if (c.Params.ValueKind == JsonValueKind.Object && c.Params.TryGetProperty(name, out JsonElement e) && e.ValueKind == JsonValueKind.Array)
            {
                return [.. e.EnumerateArray().Select(ReferenceCase.ToNumber)];
            }
        }

        return [];
    }

    public static double? Param(this ReferenceCase c, string first, params string[] others) => c.Param(first) ?? others.Select(o => c.Param(o)).FirstOrDefault(p => p is not null);

    public static string? Text(this ReferenceCase c, string first, params string[] others) => c.Text(first) ?? others.Select(o => c.Text(o)).FirstOrDefault(p => p is not null);

    /// <summary>Names without case, dashes and underlines, so that "inverse-cdf" and "inverse_cdf" are one.</summary>
    public static string? Word(this ReferenceCase c, string first, params string[] others) =>
        c.Text(first, others)?.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Labels of any kind as whole numbers, equal ones alike.</summary>
    public static int[] Groups(this ReferenceCase c, params string[] names)
    {
        string name = Found(c, names) ?? throw new KeyNotFoundException($"the input '{names[0]}' is missing");
        var numbers = new Dictionary<object, int>();
        return [.. c.Inputs.GetProperty(name).EnumerateArray().Select(CaseLabels.Key).Select(k => numbers.TryGetValue(k, out int n) ? n : numbers[k] = numbers.Count)];
    }

    /// <summary>Whether the first of these inputs that is there has rows of several numbers.</summary>
    public static bool IsMatrix(this ReferenceCase c, params string[] names) =>
        Found(c, names) is { } name && c.Inputs.GetProperty(name).EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Array;

    private static string? Found(ReferenceCase c, string[] names) => names.FirstOrDefault(n => c.Inputs.TryGetProperty(n, out JsonElement e) && e.ValueKind == JsonValueKind.Array);
}
