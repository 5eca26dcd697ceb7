using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>A slot that did not get the memory it asked for.</summary>
public sealed class RefusedMemoryTests
{
    [Fact]
    public void SetRows_MoreThanMemoryHolds_SaysSoAndGoesOn()
    {
        var signature = new ModelSignature(
            [new TensorSpec("small", TensorType.Float32, [-1, 1], ["N", null]), new TensorSpec("large", TensorType.Float32, [-1, 1 << 24], ["N", null])],
            [new TensorSpec("rows", TensorType.Float32, [-1, 1], ["N", null])]);
        using var model = new DelegateModel(signature, slot => slot.Inputs[0].Span<float>().CopyTo(slot.Outputs[0].Span<float>()));
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);

        Assert.Throws<InferenceRequestException>(() => slot.SetRows(4096));

        slot.SetRows(1);
        Assert.Equal((1, 1 << 24), (slot.Inputs[0].Count, slot.Inputs[1].Count));
        slot.Run();
    }
}
