using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>Passes a call to the real model and keeps what it answered.</summary>
internal sealed class RecordSlot(IModel real, Recording recording) : ModelSlot(real.Signature)
{
    private readonly ModelSlot _inner = real.CreateSlot();

    protected override void RunCore()
    {
        int rows = (int)Inputs[0].Shape[0];
        _inner.SetRows(rows);
        for (int i = 0; i < Inputs.Length; i++)
        {
            Copy(Inputs[i], _inner.Inputs[i]);
        }

        _inner.Run();
        for (int o = 0; o < Outputs.Length; o++)
        {
            recording.Learn(o, _inner.Outputs[o].Shape);
            Outputs[o].Resize(_inner.Outputs[o].Shape);
            Copy(_inner.Outputs[o], Outputs[o]);
        }

        for (int r = 0; r < rows; r++)
        {
            recording.Keep(TensorJson.Write(Inputs, r), TensorJson.Write(Outputs, r));
        }
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    private static void Copy(SlotTensor from, SlotTensor to)
    {
        if (from.Spec.Type == TensorType.String)
        {
            from.Text.CopyTo(to.Text);
        }
        else
        {
            from.Bytes.CopyTo(to.Bytes);
        }
    }
}
