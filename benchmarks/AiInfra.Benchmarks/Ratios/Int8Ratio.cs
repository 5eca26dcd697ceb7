using System.Diagnostics;
using System.Globalization;
using AiInfra.Onnx;
using AiInfra.Onnx.Quantization;
using AiInfra.Support;
using AiInfra.Training.Export;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>One digit through a 64-1024-1024-1024-10 network on one thread: its dynamic quantization, against its 32-bit export. Fails where more than a point of test accuracy is lost. Absent without shared/data/optdigits.</summary>
internal sealed class Int8Ratio : IRatio
{
    private const int Calls = 1_000;
    private OneRowSession? _int8;
    private OneRowSession? _float;
    private float[][] _rows = [];

    public string Name => "int8";

    public double Goal => 1.5;

    public async Task<bool> PrepareAsync()
    {
        if (SharedFiles.Find("data/optdigits.tra") is not { } train || SharedFiles.Find("data/optdigits.tes") is not { } test)
        {
            return false;
        }

        Libtorch.Load();
        (float[][] rows, long[] classes) = Digits(train);
        manual_seed(1);
        using nn.Module<Tensor, Tensor> network = nn.Sequential(
            ("a", nn.Linear(64, 1024)), ("ra", nn.ReLU()), ("b", nn.Linear(1024, 1024)), ("rb", nn.ReLU()), ("c", nn.Linear(1024, 1024)), ("rc", nn.ReLU()), ("d", nn.Linear(1024, 10)));
        using var source = new TensorSource(tensor(rows.SelectMany(r => r).ToArray(), [rows.Length, 64]), tensor(classes), 128, shuffleSeed: 1);
        await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 6, Optimizer = Optimizers.AdamW(1e-3) }).FitAsync(source);
        OnnxModel model = new OnnxExporter().Export(network, [-1, 64]);
        OnnxQuantization quantized = OnnxQuantizer.Dynamic(model);
        (_float, _int8) = (new OneRowSession(model, 64, 10), new OneRowSession(quantized.Model, 64, 10));
        (_rows, long[] truth) = Digits(test);
        (double before, double after) = (Accuracy(_float, truth), Accuracy(_int8, truth));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  int8: accuracy {before:P2} in 32 bits, {after:P2} in 8; {quantized.BytesBefore} and {quantized.BytesAfter} bytes"));
        return before - after <= 0.01 ? true : throw new InvalidOperationException($"Accuracy fell from {before} to {after}.");
    }

    public Task<double> OursAsync() => Task.FromResult(Time(_int8!));

    public Task<double> TheirsAsync() => Task.FromResult(Time(_float!));

    public ValueTask DisposeAsync()
    {
        _int8?.Dispose();
        _float?.Dispose();
        return ValueTask.CompletedTask;
    }

    private double Time(OneRowSession session)
    {
        float sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            sum += session.Run(_rows[i % _rows.Length])[0];
        }

        return float.IsFinite(sum) ? Stopwatch.GetElapsedTime(start).TotalSeconds / Calls : throw new InvalidOperationException("The answers are not finite.");
    }

    private double Accuracy(OneRowSession session, long[] truth) => _rows.Where((row, i) => session.Run(row) is var answer && Array.IndexOf(answer, answer.Max()) == truth[i]).Count() / (double)truth.Length;

    private static (float[][] Rows, long[] Classes) Digits(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Select(l => l.Split(',')).Where(f => f.Length == 65 && char.IsAsciiDigit(f[0][0]))];
        return ([.. lines.Select(f => f.Take(64).Select(v => float.Parse(v, CultureInfo.InvariantCulture) / 16).ToArray())], [.. lines.Select(f => long.Parse(f[64], CultureInfo.InvariantCulture))]);
    }
}
