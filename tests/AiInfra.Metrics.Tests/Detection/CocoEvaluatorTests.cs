using AiInfra.Laws;
using AiInfra.Metrics.Detection;
using AiInfra.Metrics.Statistics;
using CsCheck;

namespace AiInfra.Metrics.Tests.Detection;

public class CocoEvaluatorTests
{
    private static readonly Gen<Box> AnyBox = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[1, 12], Gen.Int[1, 12], (x, y, w, h) => Box.FromCorner(x * 10, y * 10, w * 10, h * 10));

    private static readonly Gen<GroundTruthBox> Truth = Gen.Select(Gen.Int[0, 1], AnyBox, Gen.Int[0, 5], (c, b, kind) => new GroundTruthBox(c, b) { IsCrowd = kind == 0, Area = kind == 1 ? 500 : null });

    private static readonly Gen<DetectedBox> Found = Gen.Select(Gen.Int[0, 2], AnyBox, Gen.Int[0, 5], (c, b, s) => new DetectedBox(c, b, s / 5.0));

    private static readonly Gen<(GroundTruthBox[] Truth, DetectedBox[] Found)[]> Images = Gen.Select(Truth.Array[0, 5], Found.Array[0, 14]).Array[1, 4];

    [Fact]
    public void Result_AnyImages_EqualsTheRulesWrittenOut() => Images.ForAll(images =>
    {
        CocoResult result = Of(images).Result();
        (string Name, double Low, double High)[] ranges = [("all", 0, 1e10), ("small", 0, 1024), ("medium", 1024, 9216), ("large", 9216, 1e10)];
        Assert.All(ranges, r =>
        {
            (double precision, double recall) = PlainCoco.Score(images, r.Low, r.High, 100);
            Assert.Equal(precision, result.AveragePrecisionByArea[r.Name].Value, 1e-12);
            Assert.Equal(recall, result.AverageRecallByArea[r.Name].Value, 1e-12);
        });
        Assert.All((int[])[1, 10, 100], k => Assert.Equal(PlainCoco.Score(images, 0, 1e10, k).Recall, result.AverageRecall[k].Value, 1e-12));
    }, count: 200);

    [Fact]
    public void Result_PerfectDetections_AreOne() => Truth.Select(g => g with { IsCrowd = false }).Array[1, 6].ForAll(truth =>
        Assert.Equal(1, Of([(truth, [.. truth.Select((g, i) => new DetectedBox(g.Category, g.Box, i))])]).Result().AveragePrecision.Value, 1e-12));

    // One of two objects is found by the first detection, the second is a miss: precision 1 up to recall 0.5, which 51 of 101 points reach.
    [Fact]
    public void Result_HalfFound_ByHand()
    {
        var a = Box.FromCorner(0, 0, 10, 10);
        CocoResult result = Of([([new(0, a), new(0, Box.FromCorner(50, 50, 10, 10))], [new(0, a, 0.9), new(0, Box.FromCorner(90, 90, 10, 10), 0.8)])]).Result();
        Assert.Equal(51 / 101.0, result.AveragePrecision.Value, 1e-12);
        Assert.Equal(0.5, result.AverageRecall[1].Value, 1e-12);
    }

    // Overlap 0.6: right at 0.50, 0.55 and 0.60 of the ten thresholds.
    [Fact]
    public void Result_OverlapOfSixTenths_ThreeOfTenThresholds()
    {
        CocoResult result = Of([([new(0, Box.FromCorner(0, 0, 10, 10))], [new(0, Box.FromCorner(0, 0, 10, 6), 1)])]).Result();
        Assert.Equal((0.3, 1, 0), (Math.Round(result.AveragePrecision.Value, 12), result.AveragePrecision50.Value, result.AveragePrecision75.Value));
    }

    [Fact]
    public void Result_SecondDetectionOfOneObject_IsWrong()
    {
        var a = Box.FromCorner(0, 0, 10, 10);
        CocoResult result = Of([([new(0, a), new(0, Box.FromCorner(50, 50, 10, 10))], [new(0, a, 0.9), new(0, a, 0.8), new(0, Box.FromCorner(50, 50, 10, 10), 0.7)])]).Result();
        Assert.Equal((51 + (50 * 2 / 3.0)) / 101, result.AveragePrecision.Value, 1e-12);
    }

    [Fact]
    public void Result_DetectionsInACrowd_AreIgnored()
    {
        var a = Box.FromCorner(0, 0, 10, 10);
        CocoResult result = Of([([new(0, a), new(0, Box.FromCorner(100, 100, 80, 80)) { IsCrowd = true }], [new(0, Box.FromCorner(110, 110, 9, 9), 0.95), new(0, Box.FromCorner(130, 110, 9, 9), 0.94), new(0, a, 0.5)])]).Result();
        Assert.Equal(1, result.AveragePrecision.Value, 1e-12);
    }

    [Fact]
    public void Result_ClassWithoutObject_IsLeftOutAndCounted()
    {
        var a = Box.FromCorner(0, 0, 10, 10);
        CocoResult result = Of([([new(0, a)], [new(0, a, 0.9), new(7, a, 0.9)])]).Result();
        Assert.Equal((1, 1), (result.AveragePrecision.Value, result.AveragePrecision.Undefined));
        Assert.True(double.IsNaN(result.Categories[1].AveragePrecision));
    }

    [Fact]
    public void Result_NoObjectInRange_IsNaNNotZero() =>
        Assert.True(double.IsNaN(Of([([new(0, Box.FromCorner(0, 0, 10, 10))], [])]).Result().AveragePrecisionByArea["large"].Value));

    [Fact]
    public void Result_MoreThanTheLimit_TakesTheSurest()
    {
        var a = Box.FromCorner(0, 0, 10, 10);
        DetectedBox[] wrong = [.. Enumerable.Range(0, 100).Select(i => new DetectedBox(0, Box.FromCorner(50, 50, 5, 5), 1))];
        Assert.Equal(0, Of([([new(0, a)], [.. wrong, new(0, a, 0.5)])]).Result().AverageRecall[100].Value);
        Assert.Equal(1, Of([([new(0, a)], [.. wrong[1..], new(0, a, 0.5)])]).Result().AverageRecall[100].Value);
    }

    // One image is right, of the other the object is missed: precision 1 up to recall 0.5, which 51 of 101 points reach.
    [Fact]
    public void Evidence_ImagesDrawnAgain_ByHand()
    {
        Box a = Box.FromCorner(0, 0, 10, 10), nowhere = Box.FromCorner(90, 90, 10, 10);
        CocoResult result = Of([([new(0, a)], [new(0, a, 0.9)]), ([new(0, a)], [new(0, nowhere, 0.8)])]).Result();
        Evidence evidence = ((IScored)result).Evidence!;
        Assert.Equal(("images", 2), (evidence.Units, evidence.Count));
        Assert.Equal(51 / 101.0, evidence.Counted!([1, 1]), 1e-12);
        Assert.Equal(1, evidence.Counted([2, 0]), 1e-12);
        Assert.Equal(0, evidence.Counted([0, 2]), 1e-12);
        Assert.Equal(2 / 3.0, result.Evidenced(result.AverageRecall[1]).Evidence.Counted!([2, 1]), 1e-12);
        Assert.Throws<ArgumentException>(() => result.Evidenced(new Score("else", 1, 1, "else|version:1")));
    }

    [Fact]
    public void Evidence_AnyImagesDrawnAgain_EqualsTheirCopies() => Images.ForAll(images =>
    {
        // No two detections with one score: which of them comes first is told by the order of the images, which copies change.
        (GroundTruthBox[] Truth, DetectedBox[] Found)[] apart = [.. images.Select((image, i) => (image.Truth, image.Found.Select((f, d) => f with { Score = f.Score + (((i * 100) + d) * 1e-6) }).ToArray()))];
        int[] counts = [.. apart.Select((_, i) => (i * 2) % 3)];
        CocoResult drawn = Of([.. apart.SelectMany((image, i) => Enumerable.Repeat(image, counts[i]))]).Result(), whole = Of(apart).Result();
        Assert.Equal(drawn.AveragePrecision.Value, ((IScored)whole).Evidence!.Counted!(counts), 1e-12);
        Assert.Equal(drawn.AveragePrecisionByArea["small"].Value, whole.Evidenced(whole.AveragePrecisionByArea["small"]).Evidence.Counted!(counts), 1e-12);
        Assert.Equal(drawn.AverageRecall[10].Value, whole.Evidenced(whole.AverageRecall[10]).Evidence.Counted!(counts), 1e-12);
    });

    // Draws of many classes lie above the score, for they hold fewer different images: moved back, the interval is around it.
    [Fact]
    public void WithInterval_ManyClasses_LiesAroundTheScore()
    {
        var random = new Random(5);
        var coco = new CocoEvaluator();
        var voc = new VocEvaluator();
        for (int i = 0; i < 300; i++)
        {
            GroundTruthBox[] truth = [.. Enumerable.Range(0, 5).Select(_ => new GroundTruthBox(random.Next(30), Box.FromCorner(random.Next(500), random.Next(400), 40, 40)))];
            DetectedBox[] found = [.. truth.Select(t => new DetectedBox(t.Category, Box.FromCorner(t.Box.Left + random.Next(12), t.Box.Top, 40, 40), random.NextDouble())),
                .. Enumerable.Range(0, 10).Select(_ => new DetectedBox(random.Next(30), Box.FromCorner(random.Next(500), random.Next(400), 40, 40), random.NextDouble() * 0.8))];
            coco.Add(truth, found);
            voc.Add(truth, found);
        }

        IScored result = coco.Result();
        BootstrapResult drawn = Bootstrap.Counted(300, result.Evidence!.Counted!, new BootstrapOptions { Resamples = 200 });
        Assert.True(drawn.Replicates.Average() > drawn.Estimate + drawn.StandardError, $"{drawn.Interval} of {drawn.Estimate}: no longer off, and nothing to move.");
        Assert.All(new[] { result.WithInterval(0.9), voc.WithInterval(0.9) }, s => Assert.InRange((s.Value - s.Interval!.Value.Low) / (s.Interval.Value.High - s.Interval.Value.Low), 0.3, 0.7));
        Assert.Equal(drawn.Interval.High - drawn.Interval.Low, drawn.Centred().Interval.High - drawn.Centred().Interval.Low, 1e-12);
        Assert.Equal(drawn.Estimate, drawn.Centred().Replicates.Average(), 1e-12);
    }

    [Fact]
    public void Evidence_OfAMerge_IsOfAllImages()
    {
        var a = Box.FromCorner(0, 0, 10, 10);
        CocoEvaluator left = Of([([new(0, a)], [new(0, a, 0.9)])]);
        left.Merge(Of([([new(0, a)], [])]));
        CocoResult result = left.Result();
        left.Add([new(0, a)], []); // what comes later changes no result
        Assert.Equal([1, 0], new[] { ((IScored)result).Evidence!.Counted!([2, 0]), ((IScored)result).Evidence!.Counted!([0, 2]) });
    }

    [Fact]
    public void Merge_Halves_EqualWhole() => Images.ForAll(images =>
    {
        CocoEvaluator left = Of(images[..(images.Length / 2)]), right = Of(images[(images.Length / 2)..]);
        left.Merge(right);
        Assert.Equal(Of(images).Result().AveragePrecision, left.Result().AveragePrecision);
        Assert.Equal(Of(images).Result().Categories, left.Result().Categories);
    });

    [Fact]
    public void Add_NaNScore_NamesIndexAndImage() =>
        Assert.Contains("detections[1] of image 0 is NaN", Assert.Throws<ArgumentException>(() => new CocoEvaluator().Add([], [new(0, new(0, 0, 1, 1), 1), new(0, new(0, 0, 1, 1), double.NaN)])).Message);

    [Fact]
    public void Add_CornersSwapped_NamesIndex() =>
        Assert.Contains("truth[0] of image 0", Assert.Throws<ArgumentException>(() => new CocoEvaluator().Add([new(0, new(5, 0, 1, 1))], [])).Message);

    [Fact]
    public void New_ThresholdsDescend_NamesIndex() => Assert.Contains("Thresholds[1] is 0.5", Assert.Throws<ArgumentException>(() => new CocoEvaluator(new() { Thresholds = [0.75, 0.5] })).Message);

    [Fact]
    public void Merge_OtherOptions_Refused() => Assert.Throws<ArgumentException>(() => new CocoEvaluator().Merge(new(new() { Thresholds = [0.5] })));

    private static CocoEvaluator Of((GroundTruthBox[] Truth, DetectedBox[] Found)[] images)
    {
        var evaluator = new CocoEvaluator();
        foreach ((GroundTruthBox[] truth, DetectedBox[] found) in images)
        {
            evaluator.Add(truth, found);
        }

        return evaluator;
    }
}
