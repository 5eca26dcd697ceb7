using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>Whom a trial asks and tells.</summary>
internal interface ITrialHost
{
    long LastStep { get; }

    double Ask(string name, ParameterRange range);

    void Report(long step, double value);

    bool ShouldPrune();

    double Pruned();

    void Constrain(string name, double violation);

    void Tag(string name, string value);
}
