using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Gates;

/// <summary>Decides whether a model may pass. Stateless and thread-safe.</summary>
public sealed class Gate
{
    /// <summary>Creates a gate.</summary>
    /// <param name="conditions">All must hold; at least one.</param>
    public Gate(IEnumerable<IGateCondition> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        Conditions = [.. conditions];
        if (Conditions.Count == 0)
        {
            throw new ArgumentException("A gate without conditions would pass everything.", nameof(conditions));
        }
    }

    /// <summary>The conditions in order.</summary>
    public IReadOnlyList<IGateCondition> Conditions { get; }

    /// <summary>Decides on predictions. Every condition is checked, also after one has failed, so that the decision says all.</summary>
    /// <param name="candidate">Predictions of the model that wants to pass.</param>
    /// <param name="champion">Predictions of the champion on the same rows in the same order; null when there is none.</param>
    /// <param name="candidateName">Name or version of the candidate, for the record.</param>
    /// <param name="championName">Name or version of the champion, for the record.</param>
    /// <param name="facts">Size and latency of the candidate, where conditions ask for them.</param>
    /// <exception cref="ArgumentException">The sets are not of the same rows, or a metric does not fit the predictions.</exception>
    public GateDecision Decide(PredictionSet candidate, PredictionSet? champion = null, string? candidateName = null, string? championName = null, ModelFacts? facts = null) =>
        Decide(new GateContext(candidate, champion, facts), candidateName, championName);

    /// <summary>Decides on scores: of texts, rankings, raters, forecasts. Conditions that ask for predictions have not enough evidence.</summary>
    /// <param name="candidate">Scores of the system that wants to pass.</param>
    /// <param name="champion">Scores of the champion on the same segments, queries or rows; null when there is none.</param>
    /// <param name="candidateName">Name or version of the candidate, for the record.</param>
    /// <param name="championName">Name or version of the champion, for the record.</param>
    /// <param name="facts">Size and latency of the candidate, where conditions ask for them.</param>
    /// <exception cref="ArgumentException">Two scores of one name have different signatures or are not of the same parts.</exception>
    public GateDecision Decide(ScoreSet candidate, ScoreSet? champion = null, string? candidateName = null, string? championName = null, ModelFacts? facts = null) =>
        Decide(new GateContext(candidate, champion, facts), candidateName, championName);

    /// <summary>Decides on predictions and scores together.</summary>
    /// <param name="context">What to decide on.</param>
    /// <param name="candidateName">Name or version of the candidate, for the record.</param>
    /// <param name="championName">Name or version of the champion, for the record.</param>
    /// <exception cref="ArgumentException">Candidate and champion are not of the same rows, or a metric does not fit the predictions.</exception>
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

    /// <summary>What was not given is not enough evidence, never a pass.</summary>
    internal static ConditionResult Ask(IGateCondition condition, GateContext context)
    {
        try
        {
            return condition.Check(context);
        }
        catch (MissingEvidenceException missing)
        {
            return new(condition.Description, Verdict.NotEnoughEvidence, missing.Message);
        }
    }
}
