using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Export;

/// <summary>Modules of every type there is a converter for, in the settings that are written differently. The first of each type stands for it in the table of the docs.</summary>
internal static class ModuleSamples
{
    private static readonly OnnxElementType Whole = OnnxElementType.Int64;

    public static IEnumerable<ModuleSample> All() => [.. Plain(), .. Activations(), .. Norms(), .. Windows(), .. Pads(), .. Shapes(), .. Several(), .. Recurrent(), .. Attention()];

    private static ModuleSample One(string name, nn.Module module, params OnnxDim[] shape) => new(name, module, [new("x", OnnxShape.Create(["batch", .. shape]))], ["y"]);

    private static ModuleSample Make(string name, nn.Module module, ExportInput[] inputs, params string[] outputs) => new(name, module, inputs, outputs.Length == 0 ? ["y"] : outputs);

    private static nn.Module<Tensor, Tensor> Moved(nn.Module<Tensor, Tensor> norm, params long[] shape)
    {
        // Running figures other than those at the start.
        norm.train();
        using Tensor x = (randn([32, .. shape]) * 3) + 2;
        norm.call(x).Dispose();
        return norm;
    }

    private static T Weighted<T>(T module)
        where T : nn.Module
    {
        // Weights and biases that are not ones and zeros.
        using IDisposable grad = no_grad();
        foreach (Tensor parameter in module.parameters())
        {
            parameter.uniform_(-1, 1);
        }

        return module;
    }

    private static IEnumerable<ModuleSample> Plain() =>
    [
        One("linear", nn.Linear(5, 3), 5),
        One("linear-3d", nn.Linear(5, 3), "time", 5),
        One("linear-nobias", nn.Linear(5, 3, hasBias: false), 5),
        One("linear-3d-nobias", nn.Linear(5, 3, hasBias: false), 4, 5),
        One("identity", nn.Identity(), 5),
        One("dropout", nn.Dropout(), 5),
        One("dropout1d", nn.Dropout1d(), 5, 4),
        One("dropout2d", nn.Dropout2d(), 5, 4, 4),
        One("dropout3d", nn.Dropout3d(), 5, 4, 4, 4),
        One("alphadropout", nn.AlphaDropout(), 5),
        One("featurealphadropout", nn.FeatureAlphaDropout(), 5, 4),
        One("sequential", nn.Sequential(("a", nn.Linear(5, 4)), ("b", nn.Sequential(("c", nn.ReLU()), ("d", nn.Linear(4, 2))))), 5),
        Make("embedding", nn.Embedding(9, 4), [new("x", ["batch", "time"], Whole) { Below = 9 }]),
        Make("embedding-padding", nn.Embedding(9, 4, padding_idx: 2), [new("x", ["batch", "time"], Whole) { Below = 9 }]),
        Make("embeddingbag", nn.EmbeddingBag(9, 4), [new("x", ["batch", "time"], Whole) { Below = 9 }]),
        Make("embeddingbag-sum", nn.EmbeddingBag(9, 4, mode: EmbeddingBagMode.Sum), [new("x", ["batch", "time"], Whole) { Below = 9 }]),
        Make("embeddingbag-max", nn.EmbeddingBag(9, 4, mode: EmbeddingBagMode.Max), [new("x", ["batch", "time"], Whole) { Below = 9 }]),
        Make("embeddingbag-padding", Weighted(nn.EmbeddingBag(9, 4, padding_index: 3)), [new("x", ["batch", "time"], Whole) { Below = 9 }]),
        Make("embeddingbag-sumpadding", Weighted(nn.EmbeddingBag(9, 4, mode: EmbeddingBagMode.Sum, padding_index: 0)), [new("x", ["batch", "time"], Whole) { Below = 9 }]),
    ];

    private static IEnumerable<ModuleSample> Activations() =>
    [
        One("relu", nn.ReLU(), 5), One("tanh", nn.Tanh(), 5), One("sigmoid", nn.Sigmoid(), 5), One("silu", nn.SiLU(), 5), One("gelu", nn.GELU(), 5),
        One("gelu-tanh", nn.GELU(TorchSharp.Modules.GELU.Approximate.tanh), 5), One("leakyrelu", nn.LeakyReLU(0.2), 5), One("rrelu", nn.RReLU(0.1, 0.4), 5),
        One("prelu", nn.PReLU(1), 5), One("prelu-channels", Weighted(nn.PReLU(3)), 3, 4, 4), One("elu", nn.ELU(0.7), 5), One("celu", nn.CELU(0.7), 5), One("selu", nn.SELU(), 5),
        One("mish", nn.Mish(), 5), One("softsign", nn.Softsign(), 5), One("relu6", nn.ReLU6(), 5), One("hardsigmoid", nn.Hardsigmoid(), 5),
        One("hardswish", nn.Hardswish(), 5), One("hardshrink", nn.Hardshrink(0.4), 5), One("softshrink", nn.Softshrink(0.4), 5), One("tanhshrink", nn.Tanhshrink(), 5),
        One("threshold", nn.Threshold(0.3, -2), 5), One("logsigmoid", nn.LogSigmoid(), 5), One("softplus", nn.Softplus(), 5), One("softplus-beta", nn.Softplus(2, 1), 5),
        One("glu", nn.GLU(1), 6), One("glu-open", nn.GLU(), 3, 6), One("softmax", nn.Softmax(1), 5), One("softmax-last", nn.Softmax(-1), 4, 5), One("logsoftmax", nn.LogSoftmax(1), 5), One("softmin", nn.Softmin(1), 5),
        One("softmax2d", nn.Softmax2d(), 3, 4, 4),
    ];

    private static IEnumerable<ModuleSample> Norms() =>
    [
        One("batchnorm1d", Moved(Weighted(nn.BatchNorm1d(5)), 5), 5), One("batchnorm1d-3d", Moved(nn.BatchNorm1d(5, affine: false), 5), 5, 4),
        One("batchnorm2d", Moved(Weighted(nn.BatchNorm2d(3)), 3, 4, 4), 3, 4, 4), One("batchnorm3d", Moved(Weighted(nn.BatchNorm3d(2)), 2, 3, 3, 3), 2, 3, 3, 3),
        One("layernorm", Weighted(nn.LayerNorm(5)), 5), One("layernorm-plain", nn.LayerNorm([4, 5], elementwise_affine: false), 3, 4, 5), One("layernorm-nobias", Weighted(nn.LayerNorm([5], bias: false)), 3, 5),
        One("instancenorm1d", nn.InstanceNorm1d(3), 3, 8), One("instancenorm2d", Weighted(nn.InstanceNorm2d(3, affine: true)), 3, 4, 4), One("instancenorm3d", nn.InstanceNorm3d(2), 2, 3, 3, 3),
        One("instancenorm2d-running", Moved(nn.InstanceNorm2d(3, track_running_stats: true), 3, 4, 4), 3, 4, 4),
        One("groupnorm", Weighted(nn.GroupNorm(2, 4)), 4, 5, 5), One("groupnorm-plain", nn.GroupNorm(2, 4, affine: false), 4, 6),
        One("localresponsenorm", nn.LocalResponseNorm(3, 0.1, 0.6, 1.5), 6, 4, 4),
        One("localresponsenorm1d", nn.LocalResponseNorm(3, 0.1, 0.6, 1.5), 6, 4), One("localresponsenorm3d", nn.LocalResponseNorm(5, 0.1, 0.6, 1.5), 6, 2, 3, 4),
    ];

    private static IEnumerable<ModuleSample> Windows() =>
    [
        One("conv1d", nn.Conv1d(2, 4, 3, stride: 2, padding: 1, dilation: 2), 2, 12), One("conv1d-same", nn.Conv1d(2, 4, 4, padding: Padding.Same), 2, 9),
        One("conv1d-circular", nn.Conv1d(2, 4, 3, padding: 2L, padding_mode: PaddingModes.Circular), 2, 9),
        One("conv2d", nn.Conv2d(2, 4, 3, stride: 2, padding: 1), 2, 8, 8), One("conv2d-groups", nn.Conv2d(4, 4, (3, 5), groups: 2, bias: false), 4, 8, 8), One("conv2d-reflect", nn.Conv2d(2, 4, 3, padding: 1L, padding_mode: PaddingModes.Reflect), 2, 6, 6),
        One("conv2d-replicate", nn.Conv2d(2, 4, 3, padding: 1L, padding_mode: PaddingModes.Replicate), 2, 6, 6), One("conv2d-valid", nn.Conv2d(2, 4, 3, padding: Padding.Valid), 2, 6, 6),
        One("conv3d", nn.Conv3d(2, 3, 3, padding: 1L), 2, 5, 5, 5),
        One("convtranspose1d", nn.ConvTranspose1d(3, 4, 3, stride: 2, padding: 1, output_padding: 1), 3, 7), One("convtranspose2d", nn.ConvTranspose2d(4, 4, 3, stride: 2, groups: 2, dilation: 2), 4, 5, 6),
        One("convtranspose3d", nn.ConvTranspose3d(2, 3, 2, stride: 2, bias: false), 2, 3, 3, 3),
        One("maxpool1d", nn.MaxPool1d(3, padding: 1, dilation: 2), 2, 11), One("maxpool2d", nn.MaxPool2d(2), 2, 8, 8), One("maxpool2d-ceil", nn.MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true), 2, 8, 9), One("maxpool3d", nn.MaxPool3d(2), 2, 4, 4, 4),
        One("avgpool1d", nn.AvgPool1d(3, stride: 2, padding: 1), 2, 9), One("avgpool1d-ceil", nn.AvgPool1d(3, stride: 2, padding: 1, ceil_mode: true), 2, 8),
        One("avgpool1d-ceil-nopad", nn.AvgPool1d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false), 2, 8), One("avgpool2d", nn.AvgPool2d(2), 2, 8, 8),
        One("avgpool2d-nopad", nn.AvgPool2d(3, padding: 1, count_include_pad: false), 2, 7, 7), One("avgpool2d-ceil", nn.AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true), 2, 8, 9), One("avgpool2d-ceil-tail", nn.AvgPool2d(2, stride: 3, ceil_mode: true), 2, 7, 8),
        One("avgpool2d-divisor", nn.AvgPool2d(2, padding: 1, divisor_override: 3), 2, 6, 6), One("avgpool3d", nn.AvgPool3d(2), 2, 4, 4, 4),
        One("lppool1d", nn.LPPool1d(2, 3, stride: 2), 2, 9), One("lppool2d", nn.LPPool2d(2, 2), 2, 6, 6), One("lppool2d-ceil", nn.LPPool2d(3, 2, ceil_mode: true), 2, 5, 5),
        One("adaptiveavgpool1d", nn.AdaptiveAvgPool1d(3), 2, 8), One("adaptiveavgpool1d-1", nn.AdaptiveAvgPool1d(1), 2, 8), One("adaptiveavgpool2d", nn.AdaptiveAvgPool2d((3, 2)), 2, 8, 7), One("adaptiveavgpool2d-even", nn.AdaptiveAvgPool2d(2), 2, 8, 6),
        One("adaptiveavgpool3d", nn.AdaptiveAvgPool3d(2), 2, 5, 4, 3), One("adaptivemaxpool1d", nn.AdaptiveMaxPool1d(3), 2, 8), One("adaptivemaxpool2d", nn.AdaptiveMaxPool2d([3, 2]), 2, 8, 7),
        One("adaptivemaxpool2d-1", nn.AdaptiveMaxPool2d([1, 1]), 2, 8, 7),
    ];

    private static IEnumerable<ModuleSample> Pads() =>
    [
        One("constantpad1d", nn.ConstantPad1d((1, 2), 3.5), 2, 5), One("constantpad2d", nn.ConstantPad2d((1, 2, 3, 0), -1), 2, 5, 5), One("constantpad3d", nn.ConstantPad3d(1, 2), 2, 3, 3, 3),
        One("zeropad2d", nn.ZeroPad2d((1, 0, 2, 3)), 2, 5, 5), One("reflectionpad1d", nn.ReflectionPad1d((2, 1)), 2, 5), One("reflectionpad2d", nn.ReflectionPad2d((1, 2, 3, 0)), 2, 5, 5),
        One("reflectionpad3d", nn.ReflectionPad3d(1), 2, 3, 3, 3), One("replicationpad1d", nn.ReplicationPad1d((2, 1)), 2, 5), One("replicationpad2d", nn.ReplicationPad2d((1, 2, 3, 0)), 2, 5, 5), One("replicationpad3d", nn.ReplicationPad3d(1), 2, 3, 3, 3),
    ];

    private static IEnumerable<ModuleSample> Shapes() =>
    [
        One("flatten", nn.Flatten(), 2, 3, 4), One("flatten-middle", nn.Flatten(1, 2), 2, 3, 4), One("flatten-all", nn.Flatten(0), 2, 3), One("unflatten", nn.Unflatten(1, [2, 3]), 6, 4), One("unflatten-open", nn.Unflatten(1, [-1, 2]), 6, "time"),
        One("pixelshuffle", nn.PixelShuffle(2), 8, 3, 4), One("pixelunshuffle", nn.PixelUnshuffle(2), 3, 4, 6), One("channelshuffle", nn.ChannelShuffle(3), 6, 4, 4),
        One("unfold", nn.Unfold((2, 3), dilation: (1, 1), padding: (1, 0), stride: (2, 1)), 3, 6, 7), One("fold", nn.Fold((5, 6), (2, 3), padding: (1, 0), stride: (2, 1)), 12, 12),
        One("upsample", nn.Upsample(scale_factor: [2, 3]), 2, 4, 5), One("upsample-nearest1d", nn.Upsample(scale_factor: [2]), 2, 5), One("upsample-size", nn.Upsample(size: [7, 9]), 2, 4, 5),
        One("upsample-linear", nn.Upsample(scale_factor: [2], mode: UpsampleMode.Linear, align_corners: false), 2, 5), One("upsample-bilinear", nn.Upsample(scale_factor: [2, 1.5], mode: UpsampleMode.Bilinear, align_corners: false), 2, 4, 6),
        One("upsample-bilinear-aligned", nn.Upsample(size: [7, 3], mode: UpsampleMode.Bilinear, align_corners: true), 2, 4, 5), One("upsample-bicubic", nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bicubic, align_corners: false), 2, 4, 5),
        One("upsample-trilinear", nn.Upsample(scale_factor: [2, 2, 2], mode: UpsampleMode.Trilinear, align_corners: false), 2, 3, 3, 3),
    ];

    private static IEnumerable<ModuleSample> Several() =>
    [
        Make("bilinear", nn.Bilinear(4, 3, 2), [new("a", ["batch", 4]), new("b", ["batch", 3])]), Make("bilinear-3d", nn.Bilinear(4, 3, 2, hasBias: false), [new("a", ["batch", "time", 4]), new("b", ["batch", "time", 3])]),
        Make("cosinesimilarity", nn.CosineSimilarity(), [new("a", ["batch", 4]), new("b", ["batch", 4])]), Make("cosinesimilarity-last", nn.CosineSimilarity(-1), [new("a", ["batch", 3, 4]), new("b", ["batch", 3, 4])]),
        Make("pairwisedistance", nn.PairwiseDistance(), [new("a", ["batch", 4]), new("b", ["batch", 4])]), Make("pairwisedistance-1", nn.PairwiseDistance(1, keepdim: true), [new("a", ["batch", 4]), new("b", ["batch", 4])]),
        Make("pairwisedistance-3", nn.PairwiseDistance(3), [new("a", ["batch", 4]), new("b", ["batch", 4])]),
    ];

    private static IEnumerable<ModuleSample> Recurrent()
    {
        ExportInput timeFirst = new("x", ["time", "batch", 3]), batchFirst = new("x", ["batch", "time", 3]);
        ExportInput h1 = new("h0", [1, "batch", 4]), h4 = new("h0", [4, "batch", 4]), c4 = new("c0", [4, "batch", 4]);
        return
        [
            Make("lstm", nn.LSTM(3, 4), [timeFirst], "y", "h", "c"), Make("lstm-batchfirst", nn.LSTM(3, 4, batchFirst: true, bias: false), [batchFirst], "y", "h", "c"),
            Make("lstm-deep", nn.LSTM(3, 4, 2, bidirectional: true), [timeFirst, h4, c4], "y", "h", "c"),
            Make("lstm-deep-batchfirst", nn.LSTM(3, 4, 2, batchFirst: true, bidirectional: true), [batchFirst], "y", "h", "c"),
            Make("gru", nn.GRU(3, 4), [timeFirst, h1], "y", "h"), Make("gru-deep", nn.GRU(3, 4, 2, batchFirst: true, bidirectional: true), [batchFirst, h4], "y", "h"), Make("gru-nobias", nn.GRU(3, 4, 3, bias: false), [timeFirst], "y", "h"),
            Make("rnn", nn.RNN(3, 4), [timeFirst], "y", "h"), Make("rnn-relu", nn.RNN(3, 4, 2, nn.NonLinearities.ReLU, batchFirst: true, bidirectional: true), [batchFirst, h4], "y", "h"),
            Make("lstmcell", nn.LSTMCell(3, 4), [new("x", ["batch", 3]), new("h0", ["batch", 4]), new("c0", ["batch", 4])], "h", "c"), Zeroed("lstmcell-alone", nn.LSTMCell(3, 4)), Make("lstmcell-nobias", nn.LSTMCell(3, 4, bias: false), [new("x", ["batch", 3]), new("h0", ["batch", 4]), new("c0", ["batch", 4])], "h", "c"),
            Make("grucell", nn.GRUCell(3, 4), [new("x", ["batch", 3]), new("h0", ["batch", 4])], "h"), Make("grucell-alone", nn.GRUCell(3, 4, bias: false), [new("x", ["batch", 3])], "h"),
            Make("rnncell", nn.RNNCell(3, 4), [new("x", ["batch", 3]), new("h0", ["batch", 4])], "h"), Make("rnncell-relu", nn.RNNCell(3, 4, nn.NonLinearities.ReLU), [new("x", ["batch", 3])], "h"),
        ];
    }

    /// <summary>TorchSharp 0.107.0 refuses a cell without states; what its documentation says of them is asked by hand.</summary>
    private static ModuleSample Zeroed(string name, TorchSharp.Modules.LSTMCell cell) => new(name, cell, [new("x", ["batch", 3])], ["h", "c"])
    {
        Forward = x =>
        {
            Tensor nothing = zeros(x[0].shape[0], 4);
            (Tensor h, Tensor c) = cell.call(x[0], (nothing, nothing));
            return [h, c];
        },
    };

    private static IEnumerable<ModuleSample> Attention()
    {
        ExportInput q = new("q", ["time", "batch", 8]), k = new("k", ["memory", "batch", 8]), v = new("v", ["memory", "batch", 8]);
        ExportInput source = new("source", ["memory", "batch", 8]), target = new("target", ["time", "batch", 8]);
        ExportInput hidden = new("hidden", ["batch", "memory"], OnnxElementType.Bool), mask = new("mask", ["time", "memory"]);
        return
        [
            Make("multiheadattention", nn.MultiheadAttention(8, 2), [q, k, v], "y", "weights"),
            Make("multiheadattention-padding", Weighted(nn.MultiheadAttention(8, 4)), [q, k, v, hidden], "y", "weights"),
            Make("multiheadattention-masks", nn.MultiheadAttention(8, 8, bias: false), [q, k, v, hidden, mask], "y", "weights"),
            Make("multiheadattention-kv", nn.MultiheadAttention(8, 2, add_bias_kv: true, add_zero_attn: true, kdim: 5, vdim: 5), [q, new("k", ["memory", "batch", 5]), new("v", ["memory", "batch", 5])], "y", "weights"),
            Make("transformerencoderlayer", nn.TransformerEncoderLayer(8, 2, 16), [source]),
            Make("transformerencoderlayer-masks", nn.TransformerEncoderLayer(8, 4, 16, activation: nn.Activations.GELU), [source, new("mask", ["memory", "memory"]), hidden]),
            Make("transformerencoder", nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 3), [source]),
            Make("transformerdecoderlayer", nn.TransformerDecoderLayer(8, 2, 16), [target, source]),
            Make("transformerdecoder", nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 4, 16, activation: nn.Activations.GELU), 2), [target, source]),
            Make("transformer", nn.Transformer(8, 2, 2, 1, 16), [source, target]),
        ];
    }
}
