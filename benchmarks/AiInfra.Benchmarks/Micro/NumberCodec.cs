using AiInfra.Serving.Runtimes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>One number in, one number out.</summary>
internal sealed class NumberCodec : IModelCodec<double[], double>
{
    public int Rows(double[] request) => 1;

    public void Write(double[] request, ModelSlot slot, int row) => slot.Inputs[0].Span<double>()[row] = request[0];

    public double Read(double[] request, ModelSlot slot, int row) => slot.Outputs[0].Span<double>()[row];
}
