using System.Runtime.CompilerServices;
using AiInfra.Data.Datasets;

namespace AiInfra.Data.Ingestion;

/// <summary>How a run reads its source: from the beginning, or behind the position that the dataset's newest commit keeps.</summary>
internal sealed class SourceReading
{
    private readonly IngestionPipeline _ingestion;
    private readonly string? _kept;
    private string? _reached;
    private bool _rowsBehind;
    private long _rows;

    private SourceReading(IngestionPipeline ingestion, Dataset? head)
    {
        _ingestion = ingestion;
        Head = head;
        _kept = Key is { } key ? head?.Commit.Metadata.GetValueOrDefault(key) : null;
    }

    /// <summary>What the dataset held when the run began; null where it is not there, or the run does not ask.</summary>
    public Dataset? Head { get; }

    public bool Continues => _ingestion.ContinuesAs is not null;

    /// <summary>Whether the source was read further than the commit says.</summary>
    public bool HasMoved => Continues && _reached is not null && _reached != _kept;

    /// <summary>What the commit is to keep; null where the run does not continue.</summary>
    public CommitPosition? Position => Key is { } key && _reached is { } reached ? new CommitPosition(key, _kept, reached) : null;

    private string? Key => _ingestion.ContinuesAs is { } name ? CommitPosition.Prefix + name : null;

    public static async Task<SourceReading> BeginAsync(IngestionPipeline ingestion, DatasetRepository datasets, string branch, CancellationToken cancellationToken) =>
        new(ingestion, ingestion.ContinuesAs is null ? null : await datasets.FindAsync(ingestion.Dataset, branch, cancellationToken).ConfigureAwait(false));

    /// <summary>What a reader of the report should know of where the reading began.</summary>
    public IngestionNote? Note()
    {
        if (!Continues || Head is null || _kept is not null)
        {
            return null;
        }

        string[] others = [.. Head.Commit.Metadata.Keys.Where(k => k.StartsWith(CommitPosition.Prefix, StringComparison.Ordinal)).Select(k => k[CommitPosition.Prefix.Length..])];
        return new IngestionNote(
            IngestionNoteKind.Dataset,
            $"dataset '{_ingestion.Dataset}' holds rows, and keeps no position of '{_ingestion.ContinuesAs}' ({(others.Length == 0 ? "nor of another source" : $"it keeps those of {string.Join(", ", others)}")}): the source was read from its beginning");
    }

    public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken)
    {
        if (!Continues)
        {
            return NamedAsync(() => _ingestion.Source.ReadAsync(cancellationToken), cancellationToken);
        }

        SourcePosition? from;
        try
        {
            from = _kept is null ? null : SourcePosition.Parse(_kept);
        }
        catch (FormatException e)
        {
            throw new IngestionException($"Commit {Head!.Commit.Id[..12]} of dataset '{_ingestion.Dataset}' keeps a position of '{_ingestion.ContinuesAs}' that cannot be read: {e.Message} Continue under another name to start at the beginning. The dataset is unchanged.", e);
        }

        return NamedAsync(() => ((IResumableSource)_ingestion.Source).ReadFromAsync(from, cancellationToken), cancellationToken);
    }

    /// <summary>Hears of a batch that was read whole.</summary>
    public void Passed(SourceBatch batch)
    {
        _rows += batch.Rows.Count + batch.Rejected.Count;
        if (batch.Position is { } position)
        {
            _reached = position.ToJson();
            _rowsBehind = false;
        }
        else
        {
            _rowsBehind |= Continues && batch.Rows.Count + batch.Rejected.Count > 0;
        }
    }

    /// <exception cref="IngestionException">Rows came behind the last position, or the position stands where it stood.</exception>
    public void RequirePosition()
    {
        if (_rowsBehind)
        {
            throw new IngestionException($"{_ingestion.Source.Name} gave no position with its last rows, so that the next run would read them again. A source that can be read on (IResumableSource) says in its last batch where it ends. The dataset is unchanged.");
        }

        if (Continues && _rows > 0 && _reached is not null && _reached == _kept)
        {
            throw new IngestionException($"{_ingestion.Source.Name} gave {_rows:N0} rows and at the end the position that it began at ({_reached}), so that every run would append them again. A source that can be read on (IResumableSource) gives rows behind that position only, and says with the last of them where it ends. The dataset is unchanged.");
        }
    }

    /// <summary>The batches; what the source's code throws names it. What is of a file names that already.</summary>
    private async IAsyncEnumerable<SourceBatch> NamedAsync(Func<IAsyncEnumerable<SourceBatch>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string name = _ingestion.Source.Name;
        IAsyncEnumerator<SourceBatch> batches = Named(() => StepFault.NotNull(read(), "What it reads").GetAsyncEnumerator(cancellationToken));
        await using (batches.ConfigureAwait(false))
        {
            while (true)
            {
                SourceBatch batch;
                try
                {
                    if (!await batches.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }

                    batch = StepFault.NotNull(batches.Current, "A batch");
                    StepFault.NotNull(batch.Rows, "Rows of a batch");
                    StepFault.NotNull(batch.Rejected, "Rejected of a batch");
                }
                catch (Exception e) when (e is not IOException && StepFault.IsUnnamed(e, cancellationToken))
                {
                    throw StepFault.OfSource(name, _rows, e);
                }

                yield return batch;
            }
        }

        T Named<T>(Func<T> ask)
        {
            try
            {
                return ask();
            }
            catch (Exception e) when (e is not IOException && StepFault.IsUnnamed(e, cancellationToken))
            {
                throw StepFault.OfSource(name, _rows, e);
            }
        }
    }
}
