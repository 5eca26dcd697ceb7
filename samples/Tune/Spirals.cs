using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace Tune;

/// <summary>Made-up data that a straight line can't part: three arms of a spiral, with noise.</summary>
internal static class Spirals
{
    public const int Classes = 3;

    public static (TensorSource Training, TensorSource Validation) Make(int rows, int seed)
    {
        var random = new Random(seed);
        var points = new float[rows * 2];
        var labels = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            int label = i % Classes;
            double along = random.NextDouble(), angle = (along * 4.5) + (label * 2 * Math.PI / Classes) + (0.25 * Normal(random));
            points[2 * i] = (float)(along * Math.Cos(angle));
            points[(2 * i) + 1] = (float)(along * Math.Sin(angle));
            labels[i] = label;
        }

        int judged = rows / 4;
        using Tensor x = tensor(points, [rows, 2]), y = tensor(labels);
        return (
            new TensorSource(x.narrow(0, judged, rows - judged).clone(), y.narrow(0, judged, rows - judged).clone(), 64, shuffleSeed: seed),
            new TensorSource(x.narrow(0, 0, judged).clone(), y.narrow(0, 0, judged).clone(), 1024, shuffleSeed: null));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
