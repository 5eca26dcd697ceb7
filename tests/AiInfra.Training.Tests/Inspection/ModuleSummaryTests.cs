using AiInfra.Training.Inspection;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Inspection;

public sealed class ModuleSummaryTests
{
    public ModuleSummaryTests()
    {
        Libtorch.Load();
    }

    [Fact]
    public void Summary_OfAConvolutionalNetwork_CountsShapesParametersAndWork()
    {
        using nn.Module<Tensor, Tensor> network = nn.Sequential(
            ("conv", nn.Conv2d(3, 8, 3L, padding: 1L)), ("norm", nn.BatchNorm2d(8)), ("act", nn.ReLU()), ("flat", nn.Flatten()), ("out", nn.Linear(8 * 16, 10)));
        network.train();
        ModuleSummary summary = network.Summary(2, 3, 4, 4);

        ModuleSummaryRow conv = Assert.Single(summary.Rows, r => r.Path == "conv");
        Assert.Equal(("[2, 8, 4, 4]", 224L, 2L * 8 * 16 * 27), (conv.Output, conv.Parameters, conv.Multiplications));
        ModuleSummaryRow linear = Assert.Single(summary.Rows, r => r.Path == "out");
        Assert.Equal(("[2, 10]", 1290L, 2L * 10 * 128), (linear.Output, linear.Parameters, linear.Multiplications));
        Assert.Equal(224 + 16 + 1290, summary.Parameters);
        Assert.Equal((2 * 8 * 16 * 27) + (2 * 10 * 128), summary.Multiplications);
        Assert.Equal((summary.Parameters * 4) + (16 * 4) + 8, summary.Bytes);
        Assert.True(network.training);
        string text = summary.ToString();
        Assert.Contains("conv", text, StringComparison.Ordinal);
        Assert.Contains("1,530 parameters", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_OfModulesOfOtherArity_SeesThem_AndMarksWorkThatIsNotKnown()
    {
        using var network = new Recurrent();
        ModuleSummary summary = network.Summary(() => network.call(zeros(2, 5, 3)));
        ModuleSummaryRow lstm = Assert.Single(summary.Rows, r => r.Path == "lstm");
        Assert.Equal("[2, 5, 4], [1, 2, 4], [1, 2, 4]", lstm.Output);
        Assert.Null(lstm.Multiplications);
        Assert.Contains("not counted", summary.ToString(), StringComparison.Ordinal);
        Assert.Null(Assert.Single(summary.Rows, r => r.Path == "unused").Output);
    }

    private sealed class Recurrent : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.LSTM lstm = nn.LSTM(3, 4, batchFirst: true);
        private readonly TorchSharp.Modules.Linear unused = nn.Linear(2, 2);

        public Recurrent()
            : base(nameof(Recurrent))
        {
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => lstm.call(input).Item1;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                lstm.Dispose();
                unused.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
