using AiInfra.Training.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Optimization;

/// <summary>The optimizers of a training, each over parameters of its own, with their schedules.</summary>
internal sealed class OptimizerSet : IDisposable
{
    private readonly List<Member> _members = [];

    public OptimizerSet(IReadOnlyList<ParameterGroup> groups, OptimizerFactory optimizer, Func<ILearningRateSchedule?, ILearningRateSchedule> scheduleOf, IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        var rest = new List<Parameter>();
        var taken = new Dictionary<ParameterGroup, List<Parameter>>();
        foreach ((string name, Parameter parameter) in parameters)
        {
            ParameterGroup[] takers = [.. groups.Where(g => g.Takes(name, parameter))];
            switch (takers)
            {
                case []:
                    rest.Add(parameter);
                    break;
                case [ParameterGroup one]:
                    (taken.TryGetValue(one, out List<Parameter>? list) ? list : taken[one] = []).Add(parameter);
                    break;
                default:
                    throw new TrainingException($"The parameter '{name}' is taken by the groups {string.Join(" and ", takers.Select(t => $"'{t.Name}'"))}; an optimizer has parameters of its own.");
            }
        }

        if (groups.FirstOrDefault(g => !taken.ContainsKey(g)) is { } empty)
        {
            throw new TrainingException($"The parameter group '{empty.Name}' takes none of the module's parameters: {string.Join(", ", parameters.Take(12).Select(p => p.Name))}{(parameters.Count > 12 ? ", …" : "")}.");
        }

        if (rest.Count > 0)
        {
            _members.Add(new Member("", optimizer(rest), scheduleOf(null)));
        }

        foreach (ParameterGroup group in groups)
        {
            _members.Add(new Member("." + group.Name, group.Optimizer(taken[group]), scheduleOf(group.Schedule)));
        }
    }

    /// <summary>What goes into checkpoints of them.</summary>
    public IEnumerable<IStateful> Parts => _members.SelectMany(m => new IStateful[] { new OptimizerPart("optimizer" + m.Suffix, m.Optimizer), new SchedulePart("schedule" + m.Suffix, m.Schedule) });

    /// <summary>The first's own learning rate, or that of its last step.</summary>
    public double FirstRate => _members[0].Rate;

    /// <summary>Metrics' names and learning rates of the groups at their last step.</summary>
    public IEnumerable<(string Name, double Rate)> GroupRates => _members.Where(m => m.Suffix.Length > 0).Select(m => (m.Key, m.Rate));

    /// <summary>Takes a step with all, the gradients times a factor. Gives the first's learning rate.</summary>
    public double Step(long step, long totalSteps, double gradientScale, GradientWindow window)
    {
        if (gradientScale != 1 && !_members.TrueForAll(m => m.Optimizer is IGradientScaling))
        {
            window.Scale(gradientScale);
            gradientScale = 1;
        }

        foreach (Member member in _members)
        {
            member.Step(step, totalSteps, gradientScale);
        }

        return _members[0].Rate;
    }

    public void Observe(double score, MonitorMode mode)
    {
        foreach (IObservingSchedule schedule in _members.Select(m => m.Schedule).OfType<IObservingSchedule>().Distinct())
        {
            schedule.Observe(score, mode);
        }
    }

    public void Dispose() => _members.ForEach(m => m.Optimizer.Dispose());

    private sealed class Member(string suffix, OptimizerHelper optimizer, ILearningRateSchedule schedule)
    {
        private readonly optim.ILearningRateController[] _groups = [.. optimizer.ParamGroups];
        private readonly double[] _rates = [.. optimizer.ParamGroups.Select(g => g.LearningRate)];
        private readonly IGradientScaling? _scaling = optimizer as IGradientScaling;

        public string Suffix => suffix;

        public string Key { get; } = "train/learning-rate/" + suffix.TrimStart('.');

        public OptimizerHelper Optimizer => optimizer;

        public ILearningRateSchedule Schedule => schedule;

        public double Rate { get; private set; } = optimizer.ParamGroups.First().LearningRate;

        public void Step(long step, long totalSteps, double gradientScale)
        {
            double factor = schedule.Factor(step, totalSteps);
            for (int i = 0; i < _groups.Length; i++)
            {
                _groups[i].LearningRate = _rates[i] * factor;
            }

            Rate = _groups[0].LearningRate;
            if (_scaling is not null)
            {
                _scaling.GradientScale = gradientScale;
            }

            optimizer.step();
        }
    }
}
