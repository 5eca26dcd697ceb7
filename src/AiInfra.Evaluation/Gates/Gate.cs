using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Gates;

/// <summary>Decides whether a model may pass. Stateless and thread-safe.</summary>
public sealed class Gate
{
    /// <summary>Creates a gate.</summary>
    /// <param name="conditions">All must hold; at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is null or has no description; the message names its position.</exception>
    public Gate(IEnumerable<IGateCondition> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        Conditions = Checked(conditions, nameof(conditions));
        if (Conditions.Count == 0)
        {
            throw new ArgumentException("A gate without conditions would pass everything.", nameof(conditions));
        }
    }

    /// <summary>The conditions in order.</summary>
    public IReadOnlyList<IGateCondition> Conditions { get; }

    /// <summary>Decides on predictions. Every condition is checked, also after one has failed, so that the decision says all. One that could not be checked, because it threw or gave no verdict, has failed, and <see cref="ConditionResult.Error"/> says why.</summary>
    /// <param name="candidate">Predictions of the model that wants to pass.</param>
    /// <param name="champion">Predictions of the champion on the same rows in the same order; null when there is none.</param>
    /// <param name="candidateName">Name or version of the candidate, for the record.</param>
    /// <param name="championName">Name or version of the champion, for the record.</param>
    /// <param name="facts">Size and latency of the candidate, where conditions ask for them.</param>
    public GateDecision Decide(PredictionSet candidate, PredictionSet? champion = null, string? candidateName = null, string? championName = null, ModelFacts? facts = null) =>
        Decide(new GateContext(candidate, champion, facts), candidateName, championName);

    /// <summary>Decides on scores: of texts, rankings, raters, forecasts. Conditions that ask for predictions have not enough evidence.</summary>
    /// <param name="candidate">Scores of the system that wants to pass.</param>
    /// <param name="champion">Scores of the champion on the same segments, queries or rows; null when there is none.</param>
    /// <param name="candidateName">Name or version of the candidate, for the record.</param>
    /// <param name="championName">Name or version of the champion, for the record.</param>
    /// <param name="facts">Size and latency of the candidate, where conditions ask for them.</param>
    public GateDecision Decide(ScoreSet candidate, ScoreSet? champion = null, string? candidateName = null, string? championName = null, ModelFacts? facts = null) =>
        Decide(new GateContext(candidate, champion, facts), candidateName, championName);

    /// <summary>Decides on predictions and scores together.</summary>
    /// <param name="context">What to decide on.</param>
    /// <param name="candidateName">Name or version of the candidate, for the record.</param>
    /// <param name="championName">Name or version of the champion, for the record.</param>
    public GateDecision Decide(GateContext context, string? candidateName = null, string? championName = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ConditionResult[] results = [.. Conditions.Select(c => Ask(c, context))];
        return new()
        {
            Verdict = results.Any(r => r.Verdict == Verdict.Fail) ? Verdict.Fail
                : results.Any(r => r.Verdict == Verdict.NotEnoughEvidence) ? Verdict.NotEnoughEvidence
                : Verdict.Pass,
            Conditions = results,
            Rows = context.Rows,
            Candidate = candidateName,
            Champion = championName,
        };
    }

    /// <summary>Conditions that can be asked: none is null, each says what it is.</summary>
    internal static IGateCondition[] Checked(IEnumerable<IGateCondition> conditions, string name)
    {
        IGateCondition[] all = [.. conditions];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] is null)
            {
                throw new ArgumentException($"Condition {i} of {all.Length} is null.", name);
            }

            if (string.IsNullOrWhiteSpace(all[i].Description))
            {
                throw new ArgumentException($"Condition {i} of {all.Length}, a {all[i].GetType()}, has no {nameof(IGateCondition.Description)}; reports and builds name it by that.", name);
            }
        }

        return all;
    }

    /// <summary>Asks a condition. What was not given is not enough evidence, never a pass; nor is what the condition cannot answer, which fails and is named.</summary>
    internal static ConditionResult Ask(IGateCondition condition, GateContext context)
    {
        ConditionResult? found;
        try
        {
            found = condition.Check(context);
        }
        catch (MissingEvidenceException missing)
        {
            return new(condition.Description, Verdict.NotEnoughEvidence, missing.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(condition, $"it threw {e.GetType().Name}: {e.Message}");
        }

        return found is null ? Failed(condition, "it answered null; give a ConditionResult")
            : !Enum.IsDefined(found.Verdict) ? Failed(condition, $"its verdict is {(int)found.Verdict}, which is none of {string.Join(", ", Enum.GetNames<Verdict>())}; it said: {found.Why}")
            : found with { Condition = string.IsNullOrWhiteSpace(found.Condition) ? condition.Description : found.Condition, Why = string.IsNullOrWhiteSpace(found.Why) ? "it gave no reason" : found.Why };
    }

    private static ConditionResult Failed(IGateCondition condition, string why) => new(condition.Description, Verdict.Fail, $"it could not be checked: {why}") { Error = why };
}
