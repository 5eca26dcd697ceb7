using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Pipelines;

/// <summary>Remembered results, as far as their artifacts are still there.</summary>
internal sealed class StepMemory(IPipelineLedger ledger, IArtifactStore? artifacts)
{
    /// <summary>The record, and an artifact its result lacks.</summary>
    public async Task<(StepRecord? Record, ArtifactDigest? Lost)> FindAsync(string memo, CancellationToken cancellationToken)
    {
        StepRecord? record = await ledger.FindAsync(memo, cancellationToken).ConfigureAwait(false);
        if (artifacts is not null && record is { State: StepRecordState.Done, Result: { } result })
        {
            foreach (ArtifactDigest digest in ArtifactReferences.In(result))
            {
                if (!await artifacts.ContainsAsync(digest, cancellationToken).ConfigureAwait(false))
                {
                    return (record, digest);
                }
            }
        }

        return (record, null);
    }
}
