// <readme> docs/export.md 3
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
// </readme>

namespace AiInfra.Training.Tests.Export;

/// <summary>Block 3 of docs/export.md.</summary>
public sealed class ExportPageModuleTests
{
    [Fact]
    public void Page_AModuleOfOnesOwn_IsExported()
    {
        // <readme> docs/export.md 3
        Libtorch.Load();
        OnnxModel model = new OnnxExporter().Export(new Residual(), [-1, 8]);
        // </readme>

        Assert.Contains(model.Graph.Initializers, t => t.Name == "model/inner/weight");
    }

    // <readme> docs/export.md 3
    sealed class Residual : nn.Module<Tensor, Tensor>, IExportable
    {
        private readonly Linear inner = nn.Linear(8, 8);
        private readonly Parameter shift = nn.Parameter(zeros(8));

        public Residual() : base("residual") => RegisterComponents();

        public override Tensor forward(Tensor x) => x + inner.call(x).relu() + shift;

        public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
        {
            OnnxGraphBuilder g = context.Graph;
            OnnxValue x = inputs[0];
            return [g.Add(g.Add(x, g.Relu(context.Call(inner, x))), context.Parameter(shift))];
        }
    }
    // </readme>
}
