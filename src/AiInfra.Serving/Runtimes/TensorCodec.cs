namespace AiInfra.Serving.Runtimes;

/// <summary>Tensors in, tensors out. Requests stack along the first dimension where the model has rows.</summary>
internal sealed class TensorCodec(ModelSignature signature) : IModelCodec<TensorRequest, TensorData[]>
{
    public int Rows(TensorRequest request) => request.Rows;

    public bool Stacks(TensorRequest first, TensorRequest other)
    {
        if (!signature.HasRows)
        {
            return false;
        }

        for (int i = 0; i < first.Inputs.Length; i++)
        {
            if (!first.Inputs[i].Shape[1..].SequenceEqual(other.Inputs[i].Shape[1..]))
            {
                return false;
            }
        }

        return true;
    }

    public void Shape(TensorRequest first, ModelSlot slot, int rows)
    {
        if (signature.HasFixedRows)
        {
            slot.SetRows(rows);
            return;
        }

        for (int i = 0; i < first.Inputs.Length; i++)
        {
            long[] shape = first.Inputs[i].Shape.ToArray();
            if (signature.HasRows)
            {
                shape[0] = rows;
            }

            slot.SetShape(i, shape);
        }
    }

    public void Write(TensorRequest request, ModelSlot slot, int row)
    {
        for (int i = 0; i < request.Inputs.Length; i++)
        {
            TensorData from = request.Inputs[i];
            SlotTensor to = slot.Inputs[i];
            int width = signature.HasRows ? from.Count / request.Rows : 0;
            if (from.Type == TensorType.String)
            {
                from.Span<string?>().CopyTo(to.Text[(row * width)..]);
            }
            else
            {
                from.Bytes.CopyTo(to.Bytes[(row * width * from.Type.ElementSize())..]);
            }
        }
    }

    public TensorData[] Read(TensorRequest request, ModelSlot slot, int row)
    {
        var results = new TensorData[slot.Outputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            SlotTensor from = slot.Outputs[i];
            TensorData to = TensorData.Create(from.Spec.Type, ResultShape(request, from));
            int first = signature.HasRows ? row * from.RowWidth : 0;
            if (to.Type == TensorType.String)
            {
                from.Text.Slice(first, to.Count).CopyTo(to.Span<string?>());
            }
            else
            {
                int size = to.Type.ElementSize();
                from.Bytes.Slice(first * size, to.Count * size).CopyTo(to.Bytes);
            }

            results[i] = to;
        }

        return results;
    }

    private long[] ResultShape(TensorRequest request, SlotTensor output)
    {
        long[] shape = output.Shape.ToArray();
        if (signature.HasRows)
        {
            shape[0] = request.Rows;
        }

        return shape;
    }
}
