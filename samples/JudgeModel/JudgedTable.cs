using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Ingestion.Csv;
using AiInfra.Evaluation.Predictions;

namespace JudgeModel;

/// <summary>A table with the true answer and those of two models, read from a CSV file.</summary>
internal sealed record JudgedTable(PredictionSet A, PredictionSet B, IReadOnlyList<string> Columns, int Unlabelled, int Unreadable)
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
        var inputs = new RowSchema(schema.Columns.Where((_, i) => i != y && i != a && i != b));
        int[] kept = [.. inputs.Columns.Select(c => schema.Require(c.Name))];
        Row[] labelled = [.. rows.Where(r => !r[y].IsMissing && IsNumber(r[a]) && IsNumber(r[b]))];
        if (labelled.Length == 0)
        {
            string Kind(string column) => $"'{column}' holds {profile.Require(column).Kind.ToString().ToLowerInvariant()} such as '{profile.Require(column).Examples.FirstOrDefault()}'";
            throw new UsageException($"{path} has no row with a value in '{truthName}' and numbers in '{nameA}' and '{nameB}': {Kind(nameA)}, {Kind(nameB)}. What the models say is a probability of the second class, or a number.");
        }

        Row[] shown = [.. labelled.Select(r => new Row(inputs, [.. kept.Select(k => r[k])]))];
        double[] saysA = [.. labelled.Select(r => r[a].AsNumber())], saysB = [.. labelled.Select(r => r[b].AsNumber())];
        string[] classes = [.. labelled.Select(r => r[y].ToString()).Distinct().Order(StringComparer.Ordinal)];
        bool probabilities = saysA.Concat(saysB).All(v => v is >= 0 and <= 1);
        if (classes.Length == 1)
        {
            throw new UsageException($"Column '{truthName}' is {classes[0]} in all {labelled.Length} rows that could be used: there is nothing to tell apart.");
        }

        if (classes.Length == 2 && probabilities)
        {
            var labels = new ClassLabels(classes);
            int[] truth = [.. labelled.Select(r => Array.IndexOf(classes, r[y].ToString()))];
            return new(PredictionSet.OfScores(labels, truth, saysA, inputs: shown), PredictionSet.OfScores(labels, truth, saysB, inputs: shown), [.. inputs.Columns.Select(c => c.Name)], rows.Count - labelled.Length, unreadable);
        }

        if (labelled.Any(r => r[y].Kind != ValueKind.Number))
        {
            throw new UsageException($"Column '{truthName}' has {classes.Length} values{(probabilities ? "" : $" and '{nameA}', '{nameB}' are not all between 0 and 1")}. Two classes with probabilities of the second, or numbers, can be judged here.");
        }

        double[] values = [.. labelled.Select(r => r[y].AsNumber())];
        return new(PredictionSet.OfValues(values, saysA, inputs: shown), PredictionSet.OfValues(values, saysB, inputs: shown), [.. inputs.Columns.Select(c => c.Name)], rows.Count - labelled.Length, unreadable);
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

    private static bool IsNumber(Value value) => value.Kind == ValueKind.Number && double.IsFinite(value.AsNumber());
}
