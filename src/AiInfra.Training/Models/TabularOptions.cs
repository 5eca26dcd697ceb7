using AiInfra.Data.Encoders;
using AiInfra.Training.Export;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tabular;
using static TorchSharp.torch;

namespace AiInfra.Training.Models;

/// <summary>How a model of a table is trained. The defaults suit tables of a thousand to a hundred thousand rows.</summary>
public sealed class TabularOptions : ICheckedOptions
{
    private const int FewestEpochs = 40;
    private const int MostEpochs = 120;
    private const int LeastSteps = 1500;

    /// <summary>The network.</summary>
    /// <value>Two hidden layers of 64.</value>
    public MlpDesign Design { get; set; } = new();

    /// <summary>An FT-Transformer instead of <see cref="Design"/>: it takes several times as long, and finds out more about how columns act together.</summary>
    /// <value>Null: an <see cref="Mlp"/>. <c>new()</c> takes the transformer's defaults.</value>
    public FtTransformerDesign? Transformer { get; set; }

    /// <summary>Makes a network of one's own, float [batch, width] to [batch, outputs], instead of <see cref="Design"/>. Its weights should follow from the second argument, the seed.</summary>
    /// <value>Null: an <see cref="Mlp"/>.</value>
    public Func<MlpShape, long, nn.Module<Tensor, Tensor>>? Network { get; set; }

    /// <summary>How modules are written as ONNX. A network of one's own that holds modules of one's own needs a converter for each type: <c>Converters.Add(…)</c>.</summary>
    /// <value>Those of this package.</value>
    public ModuleConverters Converters { get; } = new();

    /// <summary>How columns become numbers, where no fitted encoder is given.</summary>
    public EncodingOptions Encoding { get; set; } = new();

    /// <summary>Most passes over the rows.</summary>
    /// <value>Null: 40; over few rows, where a pass is a few steps, so many that 1,500 steps are made, and 120 at most.</value>
    public int? Epochs { get; set; }

    /// <summary>Most passes when going on from an earlier model.</summary>
    /// <value>15.</value>
    public int WarmEpochs { get; set; } = 15;

    /// <summary>Rows in a batch.</summary>
    /// <value>Null: by the number of rows, 32 to 512.</value>
    public int? BatchSize { get; set; }

    /// <summary>Peak learning rate of AdamW; a warm-up and a cosine lead there and down.</summary>
    /// <value>Null: 0.01; 0.001 of a <see cref="Transformer"/>.</value>
    public double? LearningRate { get; set; }

    /// <summary>Weight decay of AdamW.</summary>
    /// <value>0.01.</value>
    public double WeightDecay { get; set; } = 0.01;

    /// <summary>Whether the order of the rows is that of time. It decides which rows judge when to stop.</summary>
    /// <value><see cref="RowOrder.None"/>: rows of all parts of the table, with all classes in their shares; a table that is sorted by its target is learned like any other.</value>
    public RowOrder Order { get; set; }

    /// <summary>Share of the rows that judge when to stop: those that <see cref="Order"/> says. Zero trains all epochs on all rows.</summary>
    /// <value>0.15.</value>
    public double ValidationShare { get; set; } = 0.15;

    /// <summary>Passes without a better validation after which the training stops.</summary>
    /// <value>Null: a sixth of <see cref="Epochs"/>, and 6 at least.</value>
    public int? Patience { get; set; }

    /// <summary>Whether the validation rows are learned too in the end: a fresh training on all rows for as many epochs as were best. It takes longer, and knows the newest rows.</summary>
    /// <value>False.</value>
    public bool RefitOnAllRows { get; set; }

    /// <summary>Weighs classes so that all count alike, however rare.</summary>
    /// <value>False.</value>
    public bool BalanceClasses { get; set; }

    /// <summary>Share of the target spread over all classes.</summary>
    /// <value>0.</value>
    public double LabelSmoothing { get; set; }

    /// <summary>Most time.</summary>
    /// <value>Null: no limit.</value>
    public TimeSpan? MaxTime { get; set; }

    /// <summary>Device: cpu, cuda, cuda:N, auto.</summary>
    /// <value>"cpu": for small tables it is the faster one.</value>
    public string Device { get; set; } = "cpu";

    /// <summary>Threads that one operation on the CPU may use.</summary>
    /// <value>Null: by the work of a step, one thread for every 16 million multiplications of a forward pass, at least one and at most what libtorch has. So a small network is trained on one thread, faster and the same on every number of cores.</value>
    public int? Threads { get; set; }

    /// <summary>Seed of weights and order. The same seed, rows and number of threads give the same model.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <summary>Optimizer steps between points in the catalog.</summary>
    /// <value>10.</value>
    public int LogEverySteps { get; set; } = 10;

    /// <summary>Those who hear of steps and validations, in order; not of the second training on all rows (<see cref="RefitOnAllRows"/>), which is judged by nothing.</summary>
    public IList<ITrainerCallback> Callbacks { get; } = [];

    /// <summary>The run in the catalog.</summary>
    public TrackingOptions Tracking { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Set(Design)
        .Nested(Design)
        .Nested(Transformer)
        .Must(Transformer is null || Network is null, $"{nameof(Transformer)} and {nameof(Network)} both say which network is trained. Set one.")
        .Set(Encoding)
        .Nested(Encoding)
        .Set(Tracking)
        .Text(Device)
        .AtLeast(Epochs, 1)
        .AtLeast(WarmEpochs, 1)
        .AtLeast(BatchSize, 1)
        .Above(LearningRate, 0)
        .AtLeast(WeightDecay, 0)
        .Below(ValidationShare, 0, 1)
        .AtLeast(Patience, 1)
        .Between(LabelSmoothing, 0, 1)
        .Above(MaxTime, TimeSpan.Zero)
        .AtLeast(Threads, 1)
        .AtLeast(LogEverySteps, 1);

    /// <summary>Passes over so many rows in batches of a size.</summary>
    internal int EpochsFor(int rows, int batch) => Epochs ?? Math.Clamp(LeastSteps / Math.Max(1, (rows + batch - 1) / batch), FewestEpochs, MostEpochs);

    internal double Rate => LearningRate ?? (Transformer is null ? 0.01 : 0.001);

    internal int PatienceFor(int epochs) => Patience ?? Math.Max(6, epochs / 6);
}
