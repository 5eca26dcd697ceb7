using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Quality;

/// <summary>Checks every row against expectations; the first that fails and quarantines is the row's reason.</summary>
internal sealed class ExpectStage(IReadOnlyList<Expectation> expectations) : IBatchStage
{
    public Func<RowBatch, RowBatch> Begin(StageContext context)
    {
        (Expectation Expectation, ExpectationCheck Check)[] checks = [.. expectations.Select(e => (e, e.Begin()))];
        context.Checks.AddRange(checks);
        bool[] failed = [];
        bool known = false;
        return batch =>
        {
            if (!known)
            {
                RequireColumns(batch, context.Source);
                known = true;
            }

            if (failed.Length < batch.Count)
            {
                failed = new bool[batch.Count];
            }

            bool[]? bad = null;
            foreach ((Expectation expectation, ExpectationCheck check) in checks)
            {
                Span<bool> now = failed.AsSpan(0, batch.Count);
                now.Clear();
                check.Find(batch, now);
                int count = now.Count(true);
                check.Checked += batch.Count;
                check.Failed += count;
                if (count > 0)
                {
                    Handle(expectation, check, batch, now, ref bad, context);
                }
            }

            return bad is null ? batch : batch.Without(bad);
        };
    }

    private void RequireColumns(RowBatch batch, string source)
    {
        foreach (Expectation expectation in expectations)
        {
            if (expectation.Column is { } column && batch.Schema.IndexOf(column) < 0)
            {
                throw new IngestionException($"Expectation '{expectation.Name}' looks at a column that {source} does not have. Its columns: {string.Join(", ", batch.Schema.Columns.Select(c => c.Name))}.");
            }
        }
    }

    private static void Handle(Expectation expectation, ExpectationCheck check, RowBatch batch, ReadOnlySpan<bool> failed, ref bool[]? bad, StageContext context)
    {
        if (expectation.OnFailure == FailedRow.Keep)
        {
            return;
        }

        for (int row = 0; row < failed.Length; row++)
        {
            if (!failed[row])
            {
                continue;
            }

            long line = batch.Lines?[row] ?? 0;
            string detail = check.Describe(batch, row);
            if (expectation.OnFailure == FailedRow.FailRun)
            {
                throw new IngestionException($"{context.Source}:{line}: expectation '{expectation.Name}' fails the run: {detail}. The dataset is unchanged.");
            }

            bad ??= new bool[batch.Count];
            if (!bad[row])
            {
                bad[row] = true;
                context.Reject(new RejectedRow(context.Source, line, expectation.Column, expectation.Name, detail, RowText.Of(batch, row)));
            }
        }
    }
}
