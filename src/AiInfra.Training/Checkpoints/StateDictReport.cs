namespace AiInfra.Training.Checkpoints;

/// <summary>What became of the tensors of a file and of a module.</summary>
public sealed record StateDictReport
{
    /// <summary>Tensors of the module that were filled.</summary>
    public required IReadOnlyList<StateDictMatch> Loaded { get; init; }

    /// <summary>Names of the module that share the tensor of another name, which was filled: name, and the other.</summary>
    public required IReadOnlyDictionary<string, string> Tied { get; init; }

    /// <summary>Names of the module that the file does not have; they keep the values they had.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Names of the file that the module does not have.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>Names of the file that were not wanted.</summary>
    public required IReadOnlyList<string> Ignored { get; init; }

    /// <summary>Those that both have and that do not fit each other; the module keeps its values.</summary>
    public required IReadOnlyList<StateDictMismatch> Mismatches { get; init; }

    /// <summary>Whether every tensor of the module was filled and every wanted one of the file used.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Mismatches.Count == 0;

    /// <summary>All of it in a few lines.</summary>
    public override string ToString()
    {
        string[] conversions = [.. Loaded.Where(l => l.Conversion is not null).GroupBy(l => l.Conversion).Select(g => $"{g.Key}: {g.Count()}")];
        int transposed = Loaded.Count(l => l.Transposed);
        string[] lines =
        [
            $"{Loaded.Count} loaded{(conversions.Length > 0 ? $" (converted {string.Join(", ", conversions)})" : "")}{(transposed > 0 ? $", {transposed} transposed" : "")}, {Tied.Count} tied, {Missing.Count} missing, {Unexpected.Count} unexpected, {Ignored.Count} ignored, {Mismatches.Count} that do not fit",
            .. Few("Missing in the file", Missing),
            .. Few("Not in the module", Unexpected),
            .. Few("Do not fit", [.. Mismatches.Select(m => $"{m.Name}: {m.Reason}")]),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Few(string what, IReadOnlyList<string> names) =>
        names.Count == 0 ? [] : [$"{what}: {string.Join(", ", names.Take(10))}{(names.Count > 10 ? $" and {names.Count - 10} more" : "")}"];
}
