using AiInfra.Training.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>First weights that follow from a seed alone, whatever else draws from libtorch's generator.</summary>
internal static class SeededWeights
{
    /// <summary>Makes a module while libtorch's generator is not in use by a training, and gives it weights of its own.</summary>
    public static TModule Make<TModule>(Func<TModule> make, long seed)
        where TModule : nn.Module
    {
        Libtorch.Load();
        lock (Libtorch.Generator)
        {
            TModule module = make();
            Initialise(module, seed);
            return module;
        }
    }

    /// <summary>Uniform in plus or minus 1/sqrt(inputs) for linear layers and convolutions, in plus or minus 1/sqrt(hidden) for recurrent ones, as PyTorch does; normal with a deviation of 0.02 for embeddings and parameters of a module's own (Radford et al. 2019); uniform in plus or minus 1/sqrt(width) for the tokens of tables.</summary>
    private static void Initialise(nn.Module module, long seed)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(Seeds.Of(seed, 1));
        foreach ((_, nn.Module part) in module.named_modules())
        {
            Tensor[] own = [.. part.named_parameters(recurse: false).Select(p => (Tensor)p.parameter)];
            switch (part)
            {
                case Linear or Convolution when own.Length > 0:
                    Tensor weight = own.MaxBy(p => p.dim())!;
                    double inputs = weight.numel() / (double)weight.shape[0];
                    Uniform(own, 1 / Math.Sqrt(inputs), generator);
                    break;
                case LSTM or GRU:
                    Uniform(own, 1 / Math.Sqrt(part.named_parameters().First(p => p.name == "weight_hh_l0").parameter.shape[1]), generator);
                    break;
                case FeatureTokenizer:
                    Uniform(own, 1 / Math.Sqrt(own[0].shape[^1]), generator);
                    break;
                case LayerNorm or BatchNorm or RmsNorm:
                    break;
                default:
                    foreach (Tensor parameter in own)
                    {
                        parameter.copy_(randn(parameter.shape, generator: generator).mul_(0.02));
                    }

                    break;
            }
        }
    }

    private static void Uniform(Tensor[] parameters, double bound, Generator generator)
    {
        foreach (Tensor parameter in parameters)
        {
            parameter.copy_(rand(parameter.shape, generator: generator).mul_(2 * bound).sub_(bound));
        }
    }
}
