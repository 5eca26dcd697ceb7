using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Evaluation.Predictions;

namespace JudgeModel;

/// <summary>A table with the true answer and those of two models, read from a CSV file.</summary>
internal sealed record JudgedTable(PredictionSet A, PredictionSet B, IReadOnlyList<string> Columns, int Unlabelled, int Unreadable, string Understood)
{
    /// <exception cref="UsageException">The file does not hold such a table.</exception>
    public static async Task<JudgedTable> ReadAsync(string path, RunOptions options, CancellationToken cancellationToken)
    {
        var source = new CsvSource(path, new CsvOptions { Misfits = MisfitCell.Missing });
        CsvProfile profile = await source.GetProfileAsync(cancellationToken);
        string truthName = profile.Require(options.Truth).Name, nameA = profile.Require(options.A).Name, nameB = profile.Require(options.B).Name;
        var rows = new List<Row>();
        int unreadable = 0;
        await foreach (SourceBatch batch in source.ReadAsync(cancellationToken))
        {
            unreadable += batch.Rejected.Count;
            rows.AddRange(Enumerable.Range(0, batch.Rows.Count).Select(i => batch.Rows.Row(i)));
        }

        if (rows.Count == 0)
        {
            throw new UsageException($"{path} has no rows.");
        }

        RowSchema schema = rows[0].Schema;
        int y = schema.Require(truthName), a = schema.Require(nameA), b = schema.Require(nameB);
        Row[] whole = [.. rows.Where(r => IsThere(r[y]) && IsThere(r[a]) && IsThere(r[b]))];
        if (whole.Length == 0)
        {
            throw new UsageException($"{path} has no row with a value in each of '{truthName}', '{nameA}' and '{nameB}'.");
        }

        var inputs = new RowSchema(schema.Columns.Where((_, i) => i != y && i != a && i != b));
        int[] kept = [.. inputs.Columns.Select(c => schema.Require(c.Name))];
        Row[] shown = [.. whole.Select(r => new Row(inputs, [.. kept.Select(k => r[k])]))];
        (JudgedKind kind, ClassLabels? classes, string understood) = JudgedKinds.Of(whole, truthName, nameA, nameB, options.Kind);
        PredictionSet Set(string name)
        {
            int at = schema.Require(name);
            int[] Classes(int column) => [.. whole.Select(r => classes!.IndexOf(r[column]))];
            return kind switch
            {
                JudgedKind.Probabilities => PredictionSet.OfScores(classes!, Classes(y), [.. whole.Select(r => r[at].AsNumber())], inputs: shown),
                JudgedKind.Classes => PredictionSet.OfLabels(classes!, Classes(y), Classes(at), inputs: shown),
                _ => PredictionSet.OfValues([.. whole.Select(r => r[y].AsNumber())], [.. whole.Select(r => r[at].AsNumber())], inputs: shown),
            };
        }

        return new(Set(nameA), Set(nameB), [.. inputs.Columns.Select(c => c.Name)], rows.Count - whole.Length, unreadable, understood);
    }

    /// <summary>The group columns asked for, or the first two text columns with two to ten values.</summary>
    /// <exception cref="UsageException">A column is not there.</exception>
    public IReadOnlyList<string> Groups(IReadOnlyList<string>? asked)
    {
        if (asked?.FirstOrDefault(c => !Columns.Contains(c)) is { } missing)
        {
            throw new UsageException($"There is no column '{missing}' to group by. Columns: {string.Join(", ", Columns)}.");
        }

        return asked ?? [.. Columns.Where(c => B.Column(c) is var values && values.All(v => v.Kind is ValueKind.Text or ValueKind.Missing) && values.Distinct().Count() is >= 2 and <= 10).Take(2)];
    }

    private static bool IsThere(Value value) => !value.IsMissing && (value.Kind != ValueKind.Number || double.IsFinite(value.AsNumber()));
}
