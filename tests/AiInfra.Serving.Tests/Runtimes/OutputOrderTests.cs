using AiInfra.Core.Rows;
using AiInfra.Laws;
using AiInfra.Onnx;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using CsCheck;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>Each output has its own numbers, in whatever order outputs of known shape, of open shape, of no shape, of text, constants and inputs handed through stand.</summary>
public sealed class OutputOrderTests : IDisposable
{
    /// <summary>Kinds of outputs; numbers are x times the place among all kinds.</summary>
    private static readonly string[] Kinds = ["known", "open", "shapeless", "wrong", "x", "s", "text", "openText", "whole"];

    private static readonly Gen<string[]> Orders = Gen.Shuffle(Kinds).SelectMany(all => Gen.Int[1, Kinds.Length].Select(count => all.Take(count).ToArray()));
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task InferAsync_OpenOutputBeforeAKnownOne_GivesEachItsOwnNumbers()
    {
        var g = new OnnxGraphBuilder("swap");
        OnnxValue x = g.Input("x", OnnxElementType.Float, ["batch", 4]);
        g.Output("logits", g.Mul(x, g.Constant(10f)), ["d0", 4]).Output("embedding", g.Mul(x, g.Constant(100f)), ["batch", 4]);
        await using Deployment d = await _store.DeployAsync(null, null, g.Build().ToBytes());
        for (int i = 0; i < 3; i++)
        {
            InferenceResult result = await d.InferAsync([new NamedTensor("x", TensorData.Of([1f, 2, 3, 4], 1, 4))]);
            Assert.Equal<float>([10, 20, 30, 40], result.Outputs[0].Data.Span<float>().ToArray());
            Assert.Equal<float>([100, 200, 300, 400], result.Outputs[1].Data.Span<float>().ToArray());
        }
    }

    [Fact]
    public void Run_AnyOrderOfOutputs_GivesEachItsOwnValues()
    {
        foreach ((string[] order, bool whole, int rows, int _) in Cases(150))
        {
            using var model = OnnxRuntimeModel.Load(Model(order), new OnnxRuntimeOptions { WholeRequests = whole });
            using ModelSlot slot = model.CreateSlot();
            foreach (int count in new[] { rows, 1, rows })
            {
                (float[] x, string[] s) = Inputs(count);
                slot.SetShape(0, [count, 4]);
                slot.SetShape(1, [count, 1]);
                x.CopyTo(slot.Inputs[0].Span<float>());
                s.CopyTo(slot.Inputs[1].Text);
                slot.Run();
                for (int o = 0; o < order.Length; o++)
                {
                    SlotTensor output = slot.Outputs[o];
                    Assert.Equal(Expected(order[o], x, s), output.Spec.Type == TensorType.String ? output.Text.ToArray() : Array.ConvertAll(output.Span<float>().ToArray(), v => $"{v}"));
                }
            }
        }
    }

    [Fact]
    public async Task InferAsync_AnyOrderOfOutputs_AnswersEachCallerWithHisOwn()
    {
        foreach ((string[] order, bool whole, int rows, int version) in Cases(20))
        {
            await _store.RegisterAsync("m", Model(order));
            var options = new DeploymentOptions { Batching = new BatchOptions { MaxSize = 16, MaxDelay = TimeSpan.FromMilliseconds(5) } };
            options.Onnx.WholeRequests = whole;
            await using var d = new Deployment("m", _store.Catalog, _store.Artifacts, options);
            await d.StartAsync();
            await d.PromoteAsync(version, "test", "next", allowOtherSignature: true);
            await Task.WhenAll(Enumerable.Range(1, 12).Select(async caller =>
            {
                (float[] x, string[] s) = Inputs(1 + (rows + caller) % 3, caller);
                InferenceResult result = await d.InferAsync([new NamedTensor("s", TensorData.Of(s, s.Length, 1)), new NamedTensor("x", TensorData.Of(x, s.Length, 4))]);
                for (int o = 0; o < order.Length; o++)
                {
                    TensorData output = result.Outputs[o].Data;
                    Assert.Equal(order[o], result.Outputs[o].Name);
                    Assert.Equal(Expected(order[o], x, s), output.Type == TensorType.String ? output.Span<string>().ToArray() : Array.ConvertAll(output.Span<float>().ToArray(), v => $"{v}"));
                }
            }));
        }
    }

    [Fact]
    public void Predict_AnyOrderOfOutputs_NamesEachColumnRightly()
    {
        foreach ((string[] drawn, bool _, int rows, int _) in Cases(60))
        {
            string[] order = [.. drawn.Where(k => k is not ("shapeless" or "whole"))];
            if (order.Length == 0)
            {
                continue;
            }

            using var model = OnnxRuntimeModel.Load(Model(order));
            using var judged = new RowModel(model, maxRows: 2);
            (float[] x, string[] s) = Inputs(rows);
            var schema = new RowSchema([.. Enumerable.Range(0, 4).Select(e => new Column($"x[{e}]", ValueKind.Number)), new Column("s", ValueKind.Text)]);
            Row[] answers = judged.Predict([.. Enumerable.Range(0, rows).Select(r => new Row(schema, [x[r * 4], x[(r * 4) + 1], x[(r * 4) + 2], x[(r * 4) + 3], s[r]]))]);
            foreach (string kind in order)
            {
                string[] expected = Expected(kind, x, s);
                int width = expected.Length / rows;
                for (int r = 0; r < rows; r++)
                {
                    Assert.Equal(expected[(r * width)..((r + 1) * width)], Enumerable.Range(0, width).Select(e => $"{answers[r][width == 1 ? kind : $"{kind}[{e}]"]}"));
                }
            }
        }
    }

    private static IEnumerable<(string[] Order, bool Whole, int Rows, int Number)> Cases(int count)
    {
        int number = 0;
        foreach (((string[] order, bool whole, int rows), _) in Gen.Select(Orders, Gen.Bool, Gen.Int[2, 5]).Drawn(count))
        {
            yield return (order, whole, rows, ++number);
        }
    }

    private static (float[] X, string[] S) Inputs(int rows, int first = 1) =>
        ([.. Enumerable.Range(first * 100, rows * 4).Select(i => (float)i)], [.. Enumerable.Range(first * 100, rows).Select(i => $"text {i}")]);

    private static string[] Expected(string kind, float[] x, string[] s) => kind switch
    {
        "s" or "text" or "openText" => s,
        "x" => Array.ConvertAll(x, v => $"{v}"),
        "whole" => ["1", "2", "3", "4"],
        "wrong" => [.. x.Where((_, i) => i % 4 < 3).Select(v => $"{v * Factor(kind)}")],
        _ => Array.ConvertAll(x, v => $"{v * Factor(kind)}"),
    };

    private static float Factor(string kind) => 2 + Array.IndexOf(Kinds, kind);

    private static byte[] Model(string[] order)
    {
        var g = new OnnxGraphBuilder("order");
        OnnxValue x = g.Input("x", OnnxElementType.Float, ["batch", 4]);
        OnnxValue s = g.Input("s", OnnxElementType.String, ["batch", 1]);
        OnnxValue Times(string kind) => g.Mul(x, g.Constant(Factor(kind)));
        foreach (string kind in order)
        {
            switch (kind)
            {
                case "known": g.Output(kind, Times(kind), ["batch", 4]); break;
                case "open": g.Output(kind, Times(kind), ["d0", 4]); break;
                case "shapeless": g.Output(kind, Times(kind), ["d1", 4]); break;

                // The last column is left away by a number that only the data tell.
                case "wrong": g.Output(kind, g.Node("Slice", [Times(kind), g.Initializer("from", [0L]), g.Node("Min", [g.Initializer("most", [3L]), g.Reshape(g.Cast(g.Node("ReduceMax", [x], [("keepdims", 0L)]), OnnxElementType.Int64), [1])]), g.Initializer("axis", [1L])]), ["batch", 4], OnnxElementType.Float); break;
                case "text": g.Output(kind, g.Identity(s), ["batch", 1]); break;
                case "openText": g.Output(kind, g.Identity(s), ["d2", 1]); break;
                case "whole": g.Output(kind, g.Initializer("whole.data", [1f, 2f, 3f, 4f], 1, 4), [1, 4]); break;
                default: g.Output($"{kind}.out", g.Identity(kind == "x" ? x : s), kind == "x" ? ["batch", 4] : ["batch", 1]); break;
            }
        }

        OnnxModel model = OnnxModel.Read(g.Build().ToBytes());
        for (int o = 0; o < order.Length; o++)
        {
            OnnxValueInfo output = model.Graph.Outputs[o];
            if (order[o] is "x" or "s")
            {
                model.Graph.Outputs[o] = new OnnxValueInfo(order[o], output.Type);
            }
            else if (order[o] == "shapeless")
            {
                model.Graph.Outputs[o] = new OnnxValueInfo(output.Name, new OnnxTensorType(OnnxElementType.Float, null));
            }
        }

        return model.ToBytes();
    }
}
