using AiInfra.Core.Artifacts;
using AiInfra.Core.Storage;

namespace AiInfra.Core.Pipelines;

/// <summary>Says what a run would do, and why, by comparing with the last result of each step.</summary>
internal sealed class PipelinePlanner(IPipelineLedger ledger, StepMemory memory, TimeProvider time)
{
    public async Task<PipelinePlan> PlanAsync(Pipeline pipeline, PipelineArguments arguments, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<Step, string>();
        var steps = new List<PlannedStep>();
        foreach (Step step in pipeline.Steps)
        {
            Step[] unknown = [.. step.Inputs.Where(i => !digests.ContainsKey(i)).Distinct()];
            if (unknown.Length > 0)
            {
                steps.Add(new PlannedStep(step.Name, PlannedAction.MayRun, [.. unknown.Select(u => new StepReason(StepReasonKind.InputRuns, u.Name))]));
                continue;
            }

            StepIdentity identity = arguments.Identify(step, step.Inputs.Select(i => KeyValuePair.Create(i.Name, digests[i])));
            (StepRecord? record, ArtifactDigest? lost) = await memory.FindAsync(identity.Memo, cancellationToken).ConfigureAwait(false);
            if (record is { State: StepRecordState.Done, ResultDigest: { } digest } && lost is null)
            {
                digests.Add(step, digest);
                steps.Add(new PlannedStep(step.Name, PlannedAction.Remembered, []));
            }
            else
            {
                steps.Add(new PlannedStep(step.Name, PlannedAction.Runs, await WhyAsync(identity, record, lost, cancellationToken).ConfigureAwait(false)));
            }
        }

        return new PipelinePlan(pipeline.Name, arguments.Partition, steps);
    }

    private async Task<IReadOnlyList<StepReason>> WhyAsync(StepIdentity now, StepRecord? record, ArtifactDigest? lost, CancellationToken cancellationToken)
    {
        if (lost is { } digest)
        {
            return [new StepReason(StepReasonKind.ResultLost, digest.Hex)];
        }

        switch (record?.State)
        {
            case StepRecordState.Failed:
                return [new StepReason(StepReasonKind.FailedBefore, From: record.Error)];
            case StepRecordState.Leased:
                bool alive = record.LeasedUntil > time.GetUtcNow() && !WorkerIdentity.IsKnownDead(record.Owner);
                return [new StepReason(alive ? StepReasonKind.RunningElsewhere : StepReasonKind.Interrupted, From: record.Owner)];
            case StepRecordState.Open:
                return [new StepReason(StepReasonKind.Forgotten)];
        }

        StepRecord? last = await ledger.LastDoneAsync(now.Pipeline, now.Step, now.Partition, cancellationToken).ConfigureAwait(false);
        return last is null ? [new StepReason(StepReasonKind.NeverRan)] : [.. Differences(last.Identity, now)];
    }

    private static IEnumerable<StepReason> Differences(StepIdentity before, StepIdentity now)
    {
        if (before.Version != now.Version)
        {
            yield return new StepReason(StepReasonKind.CodeChanged, From: before.Version, To: now.Version);
        }

        foreach ((string name, string? from, string? to) in Changed(before.Inputs, now.Inputs))
        {
            yield return new StepReason(StepReasonKind.InputChanged, name, from, to);
        }

        foreach ((string name, string? from, string? to) in Changed(before.Parameters, now.Parameters))
        {
            yield return new StepReason(StepReasonKind.ParameterChanged, name, from, to);
        }
    }

    private static IEnumerable<(string Name, string? From, string? To)> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) => before.Keys
        .Union(now.Keys, StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(name => (name, before.GetValueOrDefault(name), now.GetValueOrDefault(name)))
        .Where(c => c.Item2 != c.Item3);
}
