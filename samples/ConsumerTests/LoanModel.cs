using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Serving.Runtimes;

namespace ConsumerTests;

/// <summary>The real model and rows to try it on; in a real project a file and a dataset.</summary>
internal static class LoanModel
{
    private static readonly RowSchema Schema = new([new("income", ValueKind.Number), new("debt", ValueKind.Number), new("defaulted", ValueKind.Boolean)]);

    public static IModel Open()
    {
        var g = new OnnxGraphBuilder("loans");
        OnnxValue income = g.Input("income", OnnxElementType.Double, ["N", 1]);
        OnnxValue debt = g.Input("debt", OnnxElementType.Double, ["N", 1]);
        OnnxValue risk = g.Sigmoid(g.Cast(g.Mul(g.Sub(debt, income), g.Constant(0.1)), OnnxElementType.Float));
        return OnnxRuntimeModel.Load(g.Output("default", risk, ["N", 1]).Build().ToBytes());
    }

    public static Row[] Rows(int count, int seed, double income = 40)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double earned = Math.Round(income + (random.NextDouble() * 40)), owed = Math.Round(random.NextDouble() * 120);
            return new Row(Schema, [earned, owed, owed - earned + (random.NextDouble() * 20) > 10]);
        })];
    }
}
