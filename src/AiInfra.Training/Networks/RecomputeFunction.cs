using AiInfra.Training.Precision;
using AiInfra.Training.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>A call that keeps its input alone, and is done again when its gradient is asked for.</summary>
internal sealed class RecomputeFunction : autograd.SingleTensorFunction<RecomputeFunction>
{
    public override string Name => "recompute";

    public static Tensor Call(nn.Module<Tensor, Tensor> module, Tensor input) =>
        apply([module, input, .. module.parameters().Where(p => p.requires_grad)]);

    public override Tensor forward(autograd.AutogradContext context, params object[] inputs)
    {
        var module = (nn.Module<Tensor, Tensor>)inputs[0];
        var input = (Tensor)inputs[1];
        context.save_data("module", module);
        context.save_data("call", new Kept(input.requires_grad, AutocastScope.Current(input.device_type), input.device_type, State(input)));
        context.save_for_backward([input]);
        using IDisposable grad = no_grad();
        return module.call(input);
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        var module = (nn.Module<Tensor, Tensor>)context.get_data("module");
        var call = (Kept)context.get_data("call");
        Tensor input = context.get_saved_variables()[0].detach();
        if (call.WantsGradient)
        {
            input.requires_grad_(true);
        }

        Tensor[] wanted = [.. module.parameters().Where(p => p.requires_grad)];
        Tensor[] asked = call.WantsGradient ? [input, .. wanted] : wanted;
        IList<Tensor> gradients;
        lock (Libtorch.Generator)
        {
            using Tensor after = get_rng_state();
            call.Draw.Restore();
            using IDisposable grad = enable_grad();
            Tensor output;
            using (new AutocastScope(call.Precision, call.Device))
            {
                output = module.call(input);
            }

            gradients = autograd.grad([output], asked, [gradient], allow_unused: true);
            set_rng_state(after);
        }

        return [null!, .. call.WantsGradient ? [] : new Tensor[] { null! }, .. gradients];
    }

    /// <summary>On a device, whose generator can't be read, what is random within begins from a seed drawn here.</summary>
    private static Drawing State(Tensor input)
    {
        if (input.device_type == DeviceType.CPU)
        {
            using Tensor state = get_rng_state();
            return new Drawing(state.bytes.ToArray(), 0);
        }

        using Tensor drawn = randint(0, long.MaxValue, [1], ScalarType.Int64);
        var seeded = new Drawing(null, drawn.item<long>());
        seeded.Restore();
        return seeded;
    }

    private sealed record Kept(bool WantsGradient, TrainingPrecision Precision, DeviceType Device, Drawing Draw);

    private sealed record Drawing(byte[]? State, long Seed)
    {
        public void Restore()
        {
            if (State is null)
            {
                using Generator generator = torch.random.manual_seed(Seed);
                return;
            }

            using Tensor state = tensor(State, ScalarType.Byte);
            set_rng_state(state);
        }
    }
}
