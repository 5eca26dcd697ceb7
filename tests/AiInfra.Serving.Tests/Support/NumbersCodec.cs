using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Tests.Support;

/// <summary>Requests of one or more numbers; NaN does not fit.</summary>
internal sealed class NumbersCodec : IModelCodec<double[], double[]>
{
    public int Rows(double[] request) => request.Length;

    public void Write(double[] request, ModelSlot slot, int row)
    {
        if (request.Contains(double.NaN))
        {
            throw new InferenceRequestException("x", "a number", "NaN");
        }

        request.CopyTo(slot.Inputs[0].Span<double>()[row..]);
    }

    public double[] Read(double[] request, ModelSlot slot, int row) => slot.Outputs[0].Span<double>().Slice(row, request.Length).ToArray();
}
