namespace AiInfra.Metrics.Classification;

/// <summary>Classes by name as the indices that metrics take: in ordinal order, so that the same rows give the same signature in any order.</summary>
internal readonly struct NamedClasses
{
    private readonly string[] _names;

    public NamedClasses(IReadOnlyList<string> truth, IReadOnlyList<string> predicted)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        Check(truth, nameof(truth));
        Check(predicted, nameof(predicted));
        string[] names = [.. truth.Concat(predicted).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _names = names;
        Truth = [.. truth.Select(t => Array.BinarySearch(names, t, StringComparer.Ordinal))];
        Predicted = [.. predicted.Select(p => Array.BinarySearch(names, p, StringComparer.Ordinal))];
    }

    public int[] Truth { get; }

    public int[] Predicted { get; }

    /// <summary>How to average: over all classes alike, or only the positive one where it is named.</summary>
    public static Average AverageOf(string? positive) => positive is null ? Average.Macro : Average.Positive;

    /// <summary>The index of the positive class; 1 where none is named.</summary>
    public int PositiveOf(string? positive) => positive is null ? 1
        : Array.BinarySearch(_names, positive, StringComparer.Ordinal) is >= 0 and int at ? at
        : throw new ArgumentException($"No row is of the class '{positive}', nor predicted as it. Classes: {string.Join(", ", _names.Take(20))}.", nameof(positive));

    private static void Check(IReadOnlyList<string> classes, string name)
    {
        for (int i = 0; i < classes.Count; i++)
        {
            if (classes[i] is null)
            {
                throw new ArgumentException($"{name}[{i}] is null; leave rows without a class out.", name);
            }
        }
    }
}
