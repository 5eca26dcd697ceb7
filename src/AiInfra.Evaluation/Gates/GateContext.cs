using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Gates;

/// <summary>What a gate decides on: predictions on labelled rows, scores made elsewhere, or both.</summary>
public sealed class GateContext
{
    private readonly Dictionary<(string Key, double Confidence), Score> _scores = [];
    private readonly PredictionSet? _candidate;

    /// <summary>Decides on predictions.</summary>
    /// <param name="candidate">Predictions of the model that wants to pass.</param>
    /// <param name="champion">Predictions of the present champion on the same rows; null when there is none.</param>
    /// <param name="facts">What is known of the candidate beside its answers; null when nothing is.</param>
    public GateContext(PredictionSet candidate, PredictionSet? champion = null, ModelFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        (_candidate, Champion, Facts) = (candidate, champion, facts);
    }

    /// <summary>Decides on scores.</summary>
    /// <param name="scores">Scores of the system that wants to pass.</param>
    /// <param name="championScores">Scores of the present champion on the same segments, queries or rows; null when there is none.</param>
    /// <param name="facts">What is known of the candidate beside its answers; null when nothing is.</param>
    public GateContext(ScoreSet scores, ScoreSet? championScores = null, ModelFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        (Scores, ChampionScores, Facts) = (scores, championScores, facts);
    }

    /// <summary>Predictions of the model that wants to pass.</summary>
    /// <exception cref="MissingEvidenceException">Only scores were given; the gate answers the condition that asked with not enough evidence.</exception>
    public PredictionSet Candidate => _candidate
        ?? throw new MissingEvidenceException($"it asks for predictions on labelled rows, and only scores were given ({Scores?.Names ?? "none"})");

    /// <summary>Whether there are predictions of the candidate.</summary>
    public bool HasPredictions => _candidate is not null;

    /// <summary>Predictions of the champion; null when there is none.</summary>
    public PredictionSet? Champion { get; }

    /// <summary>Scores of the candidate that were made elsewhere; null when there are none.</summary>
    public ScoreSet? Scores { get; init; }

    /// <summary>Scores of the champion; null when there are none.</summary>
    public ScoreSet? ChampionScores { get; init; }

    /// <summary>What is known of the candidate beside its answers; null when nothing is.</summary>
    public ModelFacts? Facts { get; }

    /// <summary>Rows decided on: of the predictions, or else of the score with the most.</summary>
    public int Rows => _candidate?.Count ?? (int)Math.Min(int.MaxValue, Scores!.Select(s => s.Count).DefaultIfEmpty(0).Max());

    /// <summary>The candidate's score, computed once. Without predictions it is the given score of the same signature.</summary>
    /// <exception cref="MissingEvidenceException">There are neither predictions nor such a score.</exception>
    public Score Score(IMetric metric, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return _candidate is null && Scores?.FindSignature(metric.Signature) is { } given
            ? given.At(confidence)
            : Once(metric.Signature, confidence, () => Candidate.Score(metric, confidence));
    }

    /// <summary>A given score by its name.</summary>
    /// <exception cref="MissingEvidenceException">There is no such score; the message lists those there are.</exception>
    public Score Score(string name, double confidence = 0.95) => Once("\n" + name, confidence, () => Given(name).At(confidence));

    /// <summary>The paired test of a given score against the champion's of the same name; null where there is no champion at all.</summary>
    internal ModelComparison? Compare(string name, ComparisonOptions options)
    {
        IScored candidate = Given(name).Scored;
        if (ChampionScores is null)
        {
            return Champion is null ? null : throw new MissingEvidenceException($"the champion's scores were not given; pass them as GateContext.ChampionScores");
        }

        IScored champion = (ChampionScores.Find(name) ?? throw new MissingEvidenceException($"the champion has no score '{name}'; it has: {ChampionScores.Names}")).Scored;
        return ModelComparer.Compare(Kept(candidate, name, "candidate"), Kept(champion, name, "champion"), options) with { Metric = name };
    }

    private static IScored Kept(IScored scored, string name, string whose) => scored.Evidence is not null ? scored : throw new MissingEvidenceException(
        $"'{name}' of the {whose} came as {(scored is Score ? "a bare score" : "a metric that keeps nothing of what it has seen")}, which no paired test can compare; add the metric that has seen its units and keeps them, or the value of every row, to the ScoreSet");

    private NamedScore Given(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Scores?.Find(name) ?? throw new MissingEvidenceException(Scores is null
            ? $"it asks for a score '{name}', and no scores were given; give a ScoreSet, or name the metric in the evaluation"
            : $"there is no score '{name}'; there are: {Scores.Names}");
    }

    private Score Once(string key, double confidence, Func<Score> make)
    {
        if (!_scores.TryGetValue((key, confidence), out Score? score))
        {
            _scores[(key, confidence)] = score = make();
        }

        return score;
    }
}
