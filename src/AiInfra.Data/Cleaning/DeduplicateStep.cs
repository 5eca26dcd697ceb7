using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Cleaning;

/// <summary>Keeps the first of rows that are equal in some columns, or in all.</summary>
internal sealed class DeduplicateStep(IReadOnlyList<string>? columns, int maxKeys) : IIngestionStep
{
    public string Name => "deduplicate";

    public string Version => columns is null ? "1: whole rows" : $"1: {string.Join(", ", columns)}";

    public IReadOnlyList<string> Reads => columns ?? [];

    public IIngestionStepRun Begin(IngestionStepContext context)
    {
        if (context.Continues)
        {
            context.Note(new IngestionNote(IngestionNoteKind.Dataset, "repeats were looked for among the rows of this run alone, not among those that the dataset holds from earlier ones"));
        }

        return new Run(new SeenRows(columns, maxKeys), context);
    }

    private sealed class Run(SeenRows seen, IngestionStepContext context) : IIngestionStepRun
    {
        public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken)
        {
            bool[] repeated = new bool[rows.Count];
            seen.Find(rows, repeated);
            int count = repeated.AsSpan().Count(true);
            context.Drop(RowOutcome.Duplicate, count);
            return new(count == 0 ? rows : rows.Without(repeated));
        }
    }
}
