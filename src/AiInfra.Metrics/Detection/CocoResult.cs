using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Detection;

/// <summary>The scores of COCO's evaluation. Classes without an object in a range are left out of its means and counted as undefined; a score without any class is NaN (COCO's own tool prints -1).</summary>
public sealed record CocoResult : IScored
{
    /// <summary>Images added.</summary>
    public required long Images { get; init; }

    /// <summary>AP: mean over the thresholds and classes, at the most detections.</summary>
    public required Score AveragePrecision { get; init; }

    /// <summary>AP at the overlap 0.5; NaN when that is no threshold.</summary>
    public required Score AveragePrecision50 { get; init; }

    /// <summary>AP at the overlap 0.75; NaN when that is no threshold.</summary>
    public required Score AveragePrecision75 { get; init; }

    /// <summary>AP by the name of a range of areas: "all", "small", "medium", "large".</summary>
    public required IReadOnlyDictionary<string, Score> AveragePrecisionByArea { get; init; }

    /// <summary>AR by the number of detections: 1, 10, 100. Mean recall over the thresholds and classes.</summary>
    public required IReadOnlyDictionary<int, Score> AverageRecall { get; init; }

    /// <summary>AR at the most detections by the name of a range of areas.</summary>
    public required IReadOnlyDictionary<string, Score> AverageRecallByArea { get; init; }

    /// <summary>Each class, ascending.</summary>
    public required IReadOnlyList<CocoCategory> Categories { get; init; }

    /// <summary>Each score over images drawn again, by its signature.</summary>
    internal IReadOnlyDictionary<string, CountedStatistic> Drawn { get; init; } = new Dictionary<string, CountedStatistic>();

    string IScored.Name => AveragePrecision.Name;

    string IScored.Signature => AveragePrecision.Signature;

    bool IScored.HigherIsBetter => true;

    long IScored.Count => Images;

    string IScored.Family => "Boxes";

    /// <summary>The images, drawn again with all that is in them; null of nothing.</summary>
    Evidence? IScored.Evidence => EvidenceOf(AveragePrecision);

    Score IScored.Result(double confidence) => AveragePrecision;

    /// <summary>One of these scores with its images as evidence: for an interval, and for a paired test in a gate or comparison. The result itself stands for <see cref="AveragePrecision"/>.</summary>
    /// <param name="score">A score of this result, for example <see cref="AveragePrecision50"/>.</param>
    /// <exception cref="ArgumentException">It is none of them, or no image was added.</exception>
    public EvidencedScore Evidenced(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return EvidenceOf(score) is { } evidence
            ? new EvidencedScore(score, evidence, ((IScored)this).Family)
            : throw new ArgumentException($"'{score.Signature}' is no score of this result over {Images} images.", nameof(score));
    }

    private Evidence? EvidenceOf(Score score) => Images > 0 && Drawn.TryGetValue(score.Signature, out CountedStatistic? drawn)
        ? new Evidence("images", [.. Enumerable.Repeat(double.NaN, (int)Images)]) { Counted = drawn, IsCentred = true }
        : null;

    /// <summary>The scores by range of areas and number of detections, and those of each class.</summary>
    IReadOnlyList<ScoreTable> IScored.Tables() =>
    [
        new("cocoMap: areas", ["average precision", "average recall"], [.. AveragePrecisionByArea.Select(a => new ScoreTableRow(a.Key, [a.Value.Value, AverageRecallByArea[a.Key].Value]))]),
        new("cocoMap: classes", ["average precision", "at overlap 0.5", "average recall", "objects"], [.. Categories.Select(c => new ScoreTableRow($"class {c.Category}", [c.AveragePrecision, c.AveragePrecision50, c.AverageRecall, c.Objects]))]),
    ];

    /// <inheritdoc />
    public override string ToString() => $"CocoResult {{ Images = {Images}, AveragePrecision = {AveragePrecision}, AveragePrecision50 = {AveragePrecision50}, AveragePrecision75 = {AveragePrecision75}, AveragePrecisionByArea = {Shown.List(AveragePrecisionByArea)}, AverageRecall = {Shown.List(AverageRecall)}, AverageRecallByArea = {Shown.List(AverageRecallByArea)}, Categories = {Shown.List(Categories)} }}";
}
