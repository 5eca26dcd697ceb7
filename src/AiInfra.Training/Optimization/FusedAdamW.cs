using System.Globalization;
using AiInfra.Training.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Optimization;

/// <summary>AdamW (Loshchilov and Hutter 2019) in one pass over each parameter where that is a contiguous float tensor on the CPU, and by libtorch's operations elsewhere. TorchSharp's own takes nine passes.</summary>
internal sealed class FusedAdamW : OptimizerHelper, IGradientScaling
{
    private readonly AdamW.Options _options;

    public FusedAdamW(IEnumerable<Parameter> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    {
        _options = new AdamW.Options
        {
            LearningRate = learningRate,
            InitialLearningRate = learningRate,
            beta1 = beta1,
            beta2 = beta2,
            eps = epsilon,
            weight_decay = weightDecay,
            amsgrad = false,
            maximize = false,
        };
        _defaults = _options;
        _parameter_groups = [];
        add_param_group(new AdamW.ParamGroup { Parameters = parameters });
    }

    public double GradientScale { get; set; } = 1;

    public override void add_param_group(ParamGroup param_group)
    {
        param_group.Options ??= _options;
        base.add_param_group(param_group);
        foreach (Parameter parameter in param_group.Parameters)
        {
            var state = new Moments(parameter);
            state.Initialize(param_group.Options);
            _state[parameter.Handle] = state;
        }
    }

    public override Tensor step(Func<Tensor>? closure = null) => _step<AdamW.ParamGroup>(
        group =>
        {
            foreach (Parameter parameter in group.Parameters)
            {
                if (parameter.grad is { } gradient)
                {
                    ((Moments)_state[parameter.Handle]).Update(parameter, gradient, group.Options, GradientScale);
                }
            }
        },
        closure);

    /// <summary>Gives the moments by the number of their parameter, as they are.</summary>
    public void Save(ComponentState state)
    {
        Moments[] all = [.. All()];
        state.Add("steps", string.Join(' ', all.Select(m => m.Steps.ToString(CultureInfo.InvariantCulture))));
        for (int i = 0; i < all.Length; i++)
        {
            state.Add($"{i}/mean", all[i].Mean);
            state.Add($"{i}/square", all[i].Square);
        }
    }

    /// <exception cref="CheckpointException">They are of other parameters.</exception>
    public void Restore(ComponentState state)
    {
        Moments[] all = [.. All()];
        string[] steps = state.Text("steps").Split(' ');
        if (steps.Length != all.Length)
        {
            throw new CheckpointException($"{state.Source} holds an optimizer of {steps.Length} parameters; this training has {all.Length}.");
        }

        for (int i = 0; i < all.Length; i++)
        {
            all[i].Take(long.Parse(steps[i], CultureInfo.InvariantCulture), state.Tensor($"{i}/mean"), state.Tensor($"{i}/square"), $"{state.Source}, parameter {i} of the optimizer");
        }
    }

    private IEnumerable<Moments> All() => _parameter_groups.SelectMany(g => g.Parameters).Select(p => (Moments)_state[p.Handle]);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            foreach ((_, OptimizerState state) in _state)
            {
                ((Moments)state).Dispose();
            }
        }
    }

    /// <summary>Mean of the gradients and of their squares, for one parameter.</summary>
    private sealed class Moments(Parameter parameter) : OptimizerState(parameter), IDisposable
    {
        private long _step;
        private Tensor _mean = null!;
        private Tensor _square = null!;

        public long Steps => _step;

        public Tensor Mean => _mean;

        public Tensor Square => _square;

        public void Take(long step, Tensor mean, Tensor square, string what)
        {
            foreach ((Tensor own, Tensor given) in new[] { (_mean, mean), (_square, square) })
            {
                if (!own.shape.AsSpan().SequenceEqual(given.shape) || own.dtype != given.dtype)
                {
                    throw new CheckpointException($"{what}: {given.dtype} [{string.Join(", ", given.shape)}] there, {own.dtype} [{string.Join(", ", own.shape)}] in this training.");
                }
            }

            using IDisposable grad = no_grad();
            _step = step;
            _mean.copy_(mean);
            _square.copy_(square);
        }

        public override void Initialize(OptimizerOptions options)
        {
            _step = 0;
            _mean = zeros_like(_parameter).DetachFromDisposeScope();
            _square = zeros_like(_parameter).DetachFromDisposeScope();
        }

        public void Update(Tensor parameter, Tensor gradient, AdamW.Options options, double scale)
        {
            _step++;
            double rate = options.LearningRate!.Value;
            double beta1 = options.beta1!.Value;
            double beta2 = options.beta2!.Value;
            double epsilon = options.eps!.Value;
            double keep = 1 - (rate * options.weight_decay!.Value);
            double size = rate / (1 - Math.Pow(beta1, _step));
            double correction = Math.Sqrt(1 - Math.Pow(beta2, _step));
            if (GradientKernel.IsPlain(parameter) && GradientKernel.IsPlain(gradient))
            {
                AdamWKernel.Run(parameter.bytes, gradient.bytes, _mean.bytes, _square.bytes, new AdamWKernel.Factors(keep, beta1, beta2, epsilon, size, correction, scale));
                return;
            }

            using Scalar whole = scale, kept = keep, old1 = beta1, new1 = 1 - beta1, old2 = beta2, new2 = 1 - beta2, root = correction, least = epsilon, step = -size;
            gradient = scale == 1 ? gradient : gradient * whole;
            parameter.mul_(kept);
            _mean.mul_(old1).add_(gradient, new1);
            _square.mul_(old2).addcmul_(gradient, gradient, new2);
            parameter.addcdiv_(_mean, (_square.sqrt() / root).add_(least), step);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(_step);
            _mean.Save(writer);
            _square.Save(writer);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            _step = reader.ReadInt64();
            _mean.Load(reader);
            _square.Load(reader);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var from = (Moments)source;
            using IDisposable grad = no_grad();
            _step = from._step;
            _mean.copy_(from._mean);
            _square.copy_(from._square);
        }

        public override void to(Device device)
        {
            _mean = _mean.to(device);
            _square = _square.to(device);
        }

        public void Dispose()
        {
            _mean.Dispose();
            _square.Dispose();
        }
    }
}
