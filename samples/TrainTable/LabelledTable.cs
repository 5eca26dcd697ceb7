using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Training.Tabular;

namespace TrainTable;

/// <summary>A table read from a CSV file, what is learned of it and as what, and the rows that learn and judge.</summary>
internal sealed record LabelledTable(string Path, string Label, TaskChoice Choice, RowBatch Train, RowBatch Test)
{
    private const double TestShare = 0.25;
    private const int LeastRows = 20;

    /// <exception cref="UsageException">There are too few rows.</exception>
    /// <exception cref="AiInfra.AiInfraException">The file can't be read, or its label not be learned.</exception>
    public static async Task<LabelledTable> ReadAsync(string path, RunOptions options, Action<string> tell)
    {
        var source = new CsvSource(path, new CsvOptions { Misfits = MisfitCell.Missing });
        CsvProfile profile = await source.GetProfileAsync();
        tell(profile.ToString());
        string label = profile.Require(options.Label).Name;
        string[] without = [.. options.Without.Select(c => profile.Require(c).Name)];
        var batches = new List<RowBatch>();
        int unreadable = 0;
        await foreach (SourceBatch batch in source.ReadAsync())
        {
            batches.Add(batch.Rows);
            unreadable += batch.Rejected.Count;
        }

        RowBatch rows = RowBatch.Concat(profile.Schema, batches);
        rows = rows.Select(rows.Schema.Columns.Select(c => c.Name).Except(without));
        var choice = TaskChoice.Of(label, rows[label].AsValues(), options.Task);
        int[] labelled = [.. Enumerable.Range(0, rows.Count).Where(i => !rows[label].IsMissing(i))];
        tell($"'{label}' is learned by {(choice.Task == ModelTask.Regression ? "regression" : "classification")}: {choice.Reason}.");
        tell($"{labelled.Length:N0} rows of {rows.Count:N0} have a value in '{label}'{(unreadable > 0 ? $"; {unreadable:N0} more could not be read" : "")}; {TestShare:P0} of them, drawn by seed {options.Seed}, are kept apart and judge.");
        if (labelled.Length < LeastRows)
        {
            throw new UsageException($"{path} has {labelled.Length} rows with a value in '{label}'. A quarter of them judges, and {LeastRows} are the fewest of which that says anything.");
        }

        rows = rows.Take(labelled);
        (RowBatch train, RowBatch test) = choice.Task == ModelTask.Classification
            ? RowSplit.Stratified(rows, label, TestShare, (ulong)options.Seed)
            : RowSplit.Random(rows, TestShare, (ulong)options.Seed);
        return new(path, label, choice, train, test);
    }
}
