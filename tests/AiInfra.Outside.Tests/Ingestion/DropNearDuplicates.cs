using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>Keeps one of texts that share most of their words, the longest one. It keeps all rows back until the end, for a longer one may follow.</summary>
internal sealed class DropNearDuplicates(string column, double similarity) : IIngestionStep
{
    public string Name => "near-duplicates";

    public string Version => FormattableString.Invariant($"1: {column}, {similarity}");

    public IReadOnlyList<string> Reads => [column];

    public IIngestionStepRun Begin(IngestionStepContext context) => new Run(column, similarity, context);

    private sealed class Run(string column, double similarity, IngestionStepContext context) : IIngestionStepRun
    {
        private readonly List<RowBatch> _all = [];

        public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken)
        {
            _all.Add(rows);
            return new(rows.Slice(0, 0));
        }

        public ValueTask<RowBatch?> EndAsync(CancellationToken cancellationToken)
        {
            if (_all.Count == 0)
            {
                return new((RowBatch?)null);
            }

            RowBatch rows = RowBatch.Concat(_all[0].Schema, _all);
            HashSet<string>[] words = [.. rows.Texts(column).Select(t => (t ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet())];
            bool[] repeats = new bool[rows.Count];
            foreach (int row in Enumerable.Range(0, rows.Count).OrderByDescending(r => words[r].Count))
            {
                repeats[row] = Enumerable.Range(0, rows.Count).Any(other => other != row && !repeats[other] && IsAlike(words[other], words[row]) && (words[other].Count > words[row].Count || (words[other].Count == words[row].Count && other < row)));
            }

            context.Drop("near-duplicate", repeats.Count(r => r));
            return new(rows.Without(repeats));
        }

        private bool IsAlike(HashSet<string> a, HashSet<string> b) => a.Count + b.Count > 0 && (double)a.Intersect(b).Count() / a.Union(b).Count() >= similarity;
    }
}
