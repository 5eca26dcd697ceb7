using AiInfra.Metrics.Detection;

namespace AiInfra.Metrics.Tests.Detection;

public class VocEvaluatorTests
{
    private static readonly Box A = Box.FromCorner(0, 0, 10, 10);
    private static readonly Box B = Box.FromCorner(50, 50, 10, 10);
    private static readonly Box Nowhere = Box.FromCorner(90, 90, 10, 10);

    // Right, wrong, right: precision 1, 1/2, 2/3 at recall 1/2, 1/2, 1.
    [Theory]
    [InlineData(VocInterpolation.AllPoints, 0.5 + (0.5 * 2 / 3))]
    [InlineData(VocInterpolation.ElevenPoints, (6 + (5 * 2 / 3.0)) / 11)]
    public void Result_RightWrongRight_ByHand(VocInterpolation interpolation, double expected)
    {
        var evaluator = new VocEvaluator(interpolation: interpolation);
        evaluator.Add([new(0, A), new(0, B)], [new(0, A, 0.9), new(0, Nowhere, 0.8), new(0, B, 0.7)]);
        Assert.Equal(expected, evaluator.Result().Value, 1e-12);
    }

    [Fact]
    public void Result_DifficultObject_NeitherRightNorWrong()
    {
        var evaluator = new VocEvaluator();
        evaluator.Add([new(0, A), new(0, B) { IsDifficult = true }], [new(0, B, 0.9), new(0, A, 0.8)]);
        Assert.Equal(1, evaluator.Result().Value, 1e-12);
    }

    [Fact]
    public void Result_SecondOnOneObject_IsWrongEvenBesideAFreeOne()
    {
        // The second detection overlaps A most; VOC does not let it take B, which it overlaps enough too.
        var evaluator = new VocEvaluator(0.3);
        var near = Box.FromCorner(5, 0, 10, 10);
        evaluator.Add([new(0, A), new(0, near)], [new(0, A, 0.9), new(0, Box.FromCorner(1, 0, 10, 10), 0.8)]);
        Assert.Equal(0.5, evaluator.Result().Value, 1e-12);
    }

    [Fact]
    public void Result_ClassWithoutObject_IsLeftOutAndCounted()
    {
        var evaluator = new VocEvaluator();
        evaluator.Add([new(0, A)], [new(0, A, 0.9), new(3, A, 0.9)]);
        Assert.Equal((1, 1), (evaluator.Result().Value, evaluator.Result().Undefined));
    }

    [Fact]
    public void Merge_Halves_EqualWhole()
    {
        VocEvaluator whole = new(), left = new(), right = new();
        (GroundTruthBox[], DetectedBox[])[] images = [([new(0, A), new(1, B)], [new(0, A, 0.3), new(1, A, 0.4)]), ([new(0, B)], [new(0, Nowhere, 0.9), new(2, B, 0.2)])];
        foreach ((GroundTruthBox[] truth, DetectedBox[] found) in images)
        {
            whole.Add(truth, found);
        }

        left.Add(images[0].Item1, images[0].Item2);
        right.Add(images[1].Item1, images[1].Item2);
        left.Merge(right);
        Score score = left.Result();
        Assert.Equal(whole.Result(), score);
    }
}
