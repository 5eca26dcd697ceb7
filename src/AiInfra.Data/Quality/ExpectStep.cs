using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Quality;

/// <summary>Checks every row against expectations; the first that fails and quarantines is the row's reason.</summary>
internal sealed class ExpectStep(IReadOnlyList<Expectation> expectations) : IIngestionStep
{
    public string Name => "expect";

    public string Version => $"1: {string.Join(", ", expectations.Select(e => e.Name))}";

    public IReadOnlyList<string> Reads => [.. expectations.Select(e => e.Column).OfType<string>().Distinct()];

    public IIngestionStepRun Begin(IngestionStepContext context)
    {
        (Expectation Expectation, ExpectationCheck Check)[] checks = [.. expectations.Select(e => (e, e.Begin()))];
        foreach ((Expectation expectation, ExpectationCheck check) in checks)
        {
            context.Expect(() => new ExpectationResult(expectation.Name, expectation.Column, check.Checked, check.Failed, expectation.Mostly));
            if (context.Continues && expectation is UniqueExpectation)
            {
                context.Note(new IngestionNote(IngestionNoteKind.Dataset, $"{expectation.Name} was checked among the rows of this run alone, not against those that the dataset holds from earlier ones"));
            }
        }

        return new Run(checks, context);
    }

    private sealed class Run((Expectation Expectation, ExpectationCheck Check)[] checks, IngestionStepContext context) : IIngestionStepRun
    {
        private bool[] _failed = [];

        public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken)
        {
            if (_failed.Length < rows.Count)
            {
                _failed = new bool[rows.Count];
            }

            bool[]? bad = null;
            foreach ((Expectation expectation, ExpectationCheck check) in checks)
            {
                Span<bool> now = _failed.AsSpan(0, rows.Count);
                now.Clear();
                check.Find(rows, now);
                int count = now.Count(true);
                check.Checked += rows.Count;
                check.Failed += count;
                if (count > 0)
                {
                    Handle(expectation, check, rows, now, ref bad);
                }
            }

            return new(bad is null ? rows : rows.Without(bad));
        }

        private void Handle(Expectation expectation, ExpectationCheck check, RowBatch rows, ReadOnlySpan<bool> failed, ref bool[]? bad)
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

                string detail = check.Describe(rows, row);
                if (expectation.OnFailure == FailedRow.FailRun)
                {
                    throw new IngestionException($"{context.Source}:{rows.Lines?[row] ?? 0}: expectation '{expectation.Name}' fails the run: {detail}. The dataset is unchanged.");
                }

                bad ??= new bool[rows.Count];
                if (!bad[row])
                {
                    bad[row] = true;
                    context.Reject(rows, row, expectation.Name, detail, expectation.Column);
                }
            }
        }
    }
}
