using AiInfra.Serving.Runtimes;
using AiInfra.Support;

namespace AiInfra.Serving.Tests.Support;

/// <summary>x double [N,1] -> value double [N,1] = factor × x, which waits at a gate and notes the rows of each call. Negative x throws.</summary>
internal sealed class GatedModel : IDisposable
{
    private readonly ManualResetEventSlim _gate;
    private readonly List<int> _calls = [];
    private readonly List<double> _firsts = [];
    private int _inside;

    public GatedModel(bool open = true, double factor = 1)
    {
        _gate = new ManualResetEventSlim(open);
        var signature = new ModelSignature(
            [new TensorSpec("x", TensorType.Float64, [-1, 1], ["N", null])],
            [new TensorSpec("value", TensorType.Float64, [-1, 1], ["N", null])]);
        Model = new DelegateModel(signature, slot => Run(slot, factor));
    }

    public DelegateModel Model { get; }

    public int Inside => Volatile.Read(ref _inside);

    public IReadOnlyList<int> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The first number of each call.</summary>
    public IReadOnlyList<double> Firsts
    {
        get
        {
            lock (_calls)
            {
                return [.. _firsts];
            }
        }
    }

    public void Open() => _gate.Set();

    public void Close() => _gate.Reset();

    /// <summary>Waits until so many calls wait at the gate.</summary>
    public async Task WaitInsideAsync(int calls = 1)
    {
        await Until.HoldsAsync(() => Inside >= calls);
    }

    public void Dispose()
    {
        _gate.Set();
        Model.Dispose();
    }

    private void Run(ModelSlot slot, double factor)
    {
        lock (_calls)
        {
            _calls.Add(slot.Rows);
            _firsts.Add(slot.Inputs[0].Span<double>()[0]);
        }

        Interlocked.Increment(ref _inside);
        _gate.Wait();
        Interlocked.Decrement(ref _inside);
        Span<double> x = slot.Inputs[0].Span<double>();
        Span<double> y = slot.Outputs[0].Span<double>();
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = x[i] >= 0 ? factor * x[i] : throw new InferenceException($"poison {x[i]}");
        }
    }
}
