using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>The memory of tensors, in pieces that a span can hold.</summary>
internal static class TensorBytes
{
    private const long Piece = 1 << 30;

    /// <summary>Calls with the bytes of a tensor in order, whatever its device and layout.</summary>
    public static void ForEach(Tensor tensor, SpanAction action)
    {
        bool plain = tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous();
        long bytes = tensor.numel() * tensor.ElementSize;
        if (plain && bytes <= Piece)
        {
            action(tensor.bytes);
            return;
        }

        using IDisposable grad = no_grad();
        using Tensor own = plain ? tensor.alias() : tensor.detach().cpu().contiguous();
        using Tensor flat = own.view(-1);
        long step = Piece / tensor.ElementSize;
        for (long start = 0; start < flat.shape[0]; start += step)
        {
            using Tensor part = flat.narrow(0, start, Math.Min(step, flat.shape[0] - start));
            action(part.bytes);
        }
    }

    public delegate void SpanAction(Span<byte> bytes);
}
