using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>The steps of one run, one behind the other. No row gets lost between them: what a step took, it passes on, keeps back or accounts for.</summary>
internal sealed class StepChain : IAsyncDisposable
{
    private readonly string _source;
    private readonly IReadOnlyList<IIngestionStep> _steps;
    private readonly IngestionStepContext[] _contexts;
    private readonly IIngestionStepRun[] _runs;
    private readonly long[] _kept;
    private readonly long[] _taken;
    private readonly bool[] _reads;
    private RowSchema?[]? _gives;

    public StepChain(IReadOnlyList<IIngestionStep> steps, string source, TimeProvider time, bool continues)
    {
        _source = source;
        _steps = steps;
        _contexts = [.. steps.Select(_ => new IngestionStepContext(source) { Time = time, Continues = continues })];
        _runs = new IIngestionStepRun[steps.Count];
        for (int i = 0; i < steps.Count; i++)
        {
            _runs[i] = Ask(i, "at the beginning", s => StepFault.NotNull(s.Begin(_contexts[i]), "What Begin gives"));
        }

        _kept = new long[_runs.Length];
        _taken = new long[_runs.Length];
        _reads = new bool[_runs.Length];
    }

    public IReadOnlyList<IngestionStepContext> Contexts => _contexts;

    public async ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken)
    {
        Require(rows.Schema);
        return await FromAsync(0, rows, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends one step after the other; what one kept back goes through those behind it.</summary>
    public async IAsyncEnumerable<RowBatch> EndAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < _runs.Length; i++)
        {
            long told = _contexts[i].Told;
            RowBatch? rest = await EndAsync(i, cancellationToken).ConfigureAwait(false);
            _kept[i] -= (rest?.Count ?? 0) + _contexts[i].Told - told;
            if (_kept[i] != 0)
            {
                throw new IngestionException(_kept[i] > 0
                    ? $"Step '{_steps[i].Name}' took {_kept[i]:N0} rows of {_source} that it neither passed on nor accounted for. A step tells of every row that it leaves out (Drop, Reject). The dataset is unchanged."
                    : TooMany(i, -_kept[i]));
            }

            if (rest is { Count: > 0 })
            {
                RequireGiven(i, rest.Schema);
                rest = await FromAsync(i + 1, rest, cancellationToken).ConfigureAwait(false);
                if (rest.Count > 0)
                {
                    yield return rest;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IIngestionStepRun run in _runs)
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<RowBatch> FromAsync(int first, RowBatch rows, CancellationToken cancellationToken)
    {
        for (int i = first; i < _runs.Length && rows.Count > 0; i++)
        {
            if (!_reads[i])
            {
                RequireRead(i, rows.Schema);
            }

            long told = _contexts[i].Told;
            int taken = rows.Count;
            rows = await ApplyAsync(i, rows, cancellationToken).ConfigureAwait(false);
            _taken[i] += taken;
            _kept[i] += taken - rows.Count - (_contexts[i].Told - told);
            if (_kept[i] < 0)
            {
                throw new IngestionException(TooMany(i, -_kept[i]));
            }

            RequireGiven(i, rows.Schema);
        }

        return rows;
    }

    private async ValueTask<RowBatch> ApplyAsync(int step, RowBatch rows, CancellationToken cancellationToken)
    {
        try
        {
            return StepFault.NotNull(await _runs[step].ApplyAsync(rows, cancellationToken).ConfigureAwait(false), "What ApplyAsync gives");
        }
        catch (Exception e) when (StepFault.IsUnnamed(e, cancellationToken))
        {
            throw StepFault.Of(_steps[step], StepFault.Rows(_taken[step] + 1, rows), _source, e);
        }
    }

    private async ValueTask<RowBatch?> EndAsync(int step, CancellationToken cancellationToken)
    {
        try
        {
            return await _runs[step].EndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StepFault.IsUnnamed(e, cancellationToken))
        {
            throw StepFault.Of(_steps[step], "at the end", _source, e);
        }
    }

    private T Ask<T>(int step, string at, Func<IIngestionStep, T> ask)
    {
        try
        {
            return ask(_steps[step]);
        }
        catch (Exception e) when (StepFault.IsUnnamed(e, CancellationToken.None))
        {
            throw StepFault.Of(_steps[step], at, _source, e);
        }
    }

    private string TooMany(int step, long rows) =>
        $"Step '{_steps[step].Name}' gave or told of {rows:N0} rows of {_source} more than it took. A row has one outcome, and a step makes no rows; a source may. The dataset is unchanged.";

    /// <summary>Walks the columns through the steps, before the first row.</summary>
    private void Require(RowSchema first)
    {
        if (_gives is not null)
        {
            return;
        }

        _gives = new RowSchema?[_steps.Count];
        RowSchema? now = first;
        for (int i = 0; i < _steps.Count && now is not null; i++)
        {
            RequireRead(i, now);
            RowSchema before = now;
            _gives[i] = now = Ask(i, "at the columns", s => s.Gives(before));
        }
    }

    private void RequireRead(int step, RowSchema rows)
    {
        _reads[step] = true;
        if (Ask(step, "at the columns", s => StepFault.NotNull(s.Reads, "Reads")).FirstOrDefault(c => rows.IndexOf(c) < 0) is { } absent)
        {
            throw new IngestionException($"Step '{_steps[step].Name}' ({_steps[step].Version}) looks at column '{absent}', which the rows of {_source} do not have there. Their columns: {string.Join(", ", rows.Columns.Select(c => c.Name))}. The dataset is unchanged.");
        }
    }

    private void RequireGiven(int step, RowSchema came)
    {
        if (_gives![step] is { } said && !ReferenceEquals(said, came) && !said.Equals(came))
        {
            throw new IngestionException($"Step '{_steps[step].Name}' said that it gives the columns ({Describe(said)}) and gave ({Describe(came)}). The dataset is unchanged.");
        }
    }

    private static string Describe(RowSchema schema) => string.Join(", ", schema.Columns.Select(c => $"{c.Name}: {c.Kind.ToString().ToLowerInvariant()}"));
}
